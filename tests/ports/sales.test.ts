import { MikroOrmPaymentQueries } from '@online-cinema/adapters/mikro-orm';
import type { SalesFigures, SalesPeriod } from '@online-cinema/application/ports';
import type { Offer } from '@online-cinema/domain/ordering';
import type { Payment, PaymentStatus } from '@online-cinema/domain/payments';
import { days, later, Money } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';
import { anOrderDraft, aUserDraft, usd } from '../support/drafts.ts';

/** The last millisecond of one day and the first of the next. */
const EVENING = new Date('2026-01-15T23:59:59.999Z');
const MIDNIGHT = new Date('2026-01-16T00:00:00.000Z');

interface Sale {
  readonly items: readonly Readonly<{ film: Offer; price: Money }>[];
  readonly status?: PaymentStatus;
  readonly at?: Date;
  readonly refundedAt?: Date | null;
}

let store: DatabaseStore;
let queries: MikroOrmPaymentQueries;
let ann: number;
let heat: Offer;
let alien: Offer;
let plain: Offer;
const genresOf: Readonly<Record<string, readonly string[]>> = { Heat: ['Crime', 'Drama'], Alien: ['Horror', 'Drama'] };

/** A customer, and three films: of two genres, of two others, and of none. */
async function furnish(): Promise<void> {
  await store.empty();
  const films = ['Heat', 'Alien', 'Plain'].map((name) =>
    aFilm({ name, price: usd(999), genres: [...(genresOf[name] ?? [])] }),
  );
  await store.unitOfWork.run(async ({ users, movies, offers }) => {
    ann = (await users.add(aUserDraft())).id;
    await movies.addAll(films);
    const [first, second, third] = await Promise.all(films.map(({ uuid }) => offers.find({ uuid })));
    if (!first || !second || !third) throw new Error('The films were not added');
    [heat, alien, plain] = [first, second, third];
  });
}

let externalIds = 0;
/** Writes sales down as they are in the books. */
async function sell(...sales: readonly Sale[]): Promise<readonly (Payment | undefined)[]> {
  return store.unitOfWork.run(async ({ orders, payments }) => {
    const added: (Payment | undefined)[] = [];
    for (const { items, status = 'successful', at = EVENING, refundedAt = null } of sales) {
      externalIds += 1;
      const offers = items.map(({ film, price }) => ({ movie: film.movie, price }));
      const order = await orders.add(anOrderDraft(ann, offers, { status: 'paid', createdAt: at }));
      added.push(
        await payments.add({
          userId: ann,
          orderId: order.id,
          amount: order.total,
          status,
          externalPaymentId: `pi_${externalIds}`,
          createdAt: at,
          refundedAt,
          items: order.state.items.map(({ id, priceAtOrder }) => ({ orderItemId: id, priceAtPayment: priceAtOrder })),
        }),
      );
    }
    return added;
  });
}

const one = (film: Offer, minor = 999, currency = 'USD') => ({ film, price: Money.of(minor, currency) });
const sales = (period: SalesPeriod = {}, currency = 'USD') => queries.sales(period, currency);
/** Figures in cents, the net by the way. */
const figures = (payments: number, gross: number, refunds: number, currency = 'USD'): SalesFigures => ({
  payments,
  gross: Money.of(gross, currency),
  refunds: Money.of(refunds, currency),
  net: Money.of(gross - refunds, currency),
});
const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);

describe.each(DATABASES)('sales on %s', (name) => {
  beforeAll(async () => {
    store = await openDatabaseStore(name);
    queries = new MikroOrmPaymentQueries(store.database);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('are nothing where nothing was sold', async () => {
    expect(await sales()).toEqual({ totals: figures(0, 0, 0), days: [], movies: [], genres: [] });
    await sell({ items: [one(heat)] });
    const nothing = { totals: figures(0, 0, 0), days: [], movies: [], genres: [] };
    expect(await sales({ from: '2026-01-16' })).toEqual(nothing);
    expect(await sales({ to: '2026-01-14' })).toEqual(nothing);
    expect(await sales({ from: '2026-01-16', to: '2026-01-15' })).toEqual(nothing);
  });

  it('are counted on days of UTC, both ends included', async () => {
    await sell({ items: [one(heat)], at: EVENING }, { items: [one(alien, 500)], at: MIDNIGHT });
    expect((await sales()).days).toEqual([
      { date: '2026-01-15', ...figures(1, 999, 0) },
      { date: '2026-01-16', ...figures(1, 500, 0) },
    ]);
    for (const [period, total] of [
      [{ from: '2026-01-15', to: '2026-01-15' }, 999],
      [{ from: '2026-01-16', to: '2026-01-16' }, 500],
      [{ from: '2026-01-15', to: '2026-01-16' }, 1499],
      [{ from: '2026-01-16' }, 500],
      [{ to: '2026-01-15' }, 999],
      [{ from: '0001-01-01', to: '9999-12-31' }, 1499],
    ] as const) {
      expect((await sales(period)).totals.gross).toEqual(usd(total));
    }
  });

  it('are counted less on the day on which money went back', async () => {
    const refundedAt = later(MIDNIGHT, days(31));
    await sell({ items: [one(heat)], status: 'refunded', at: EVENING, refundedAt });
    expect((await sales()).days).toEqual([
      { date: '2026-01-15', ...figures(1, 999, 0) },
      { date: '2026-02-16', ...figures(0, 0, 999) },
    ]);
    expect((await sales()).totals).toEqual(figures(1, 999, 999));
    const february = await sales({ from: '2026-02-01' });
    expect(february.totals).toEqual(figures(0, 0, 999));
    expect(february.totals.net).toEqual(usd(-999));
    expect(february.movies).toEqual([{ movie: heat.movie, ...figures(0, 0, 999) }]);
  });

  it('are told by film, the best sold first, and by genre, a film counting whole in each of its genres', async () => {
    await sell({ items: [one(heat, 100), one(alien, 300), one(plain, 50)] }, { items: [one(heat, 150)] });
    const { totals, movies, genres } = await sales();
    expect(totals).toEqual(figures(2, 600, 0));
    expect(movies).toEqual([
      { movie: alien.movie, ...figures(1, 300, 0) },
      { movie: heat.movie, ...figures(2, 250, 0) },
      { movie: plain.movie, ...figures(1, 50, 0) },
    ]);
    expect(genres.map(({ genre, ...rest }) => [genre.name, rest])).toEqual([
      ['Drama', figures(3, 550, 0)],
      ['Horror', figures(1, 300, 0)],
      ['Crime', figures(2, 250, 0)],
    ]);
  });

  it('leave out money that could not be taken, also once it is given back', async () => {
    await sell({ items: [one(heat)], status: 'cancelled' });
    await sell({ items: [one(heat)], status: 'cancelled', refundedAt: MIDNIGHT });
    expect(await sales()).toEqual({ totals: figures(0, 0, 0), days: [], movies: [], genres: [] });
  });

  it('leave out other currencies', async () => {
    await sell({ items: [one(heat)] }, { items: [one(alien, 700, 'EUR')] });
    expect((await sales()).totals).toEqual(figures(1, 999, 0));
    const inEuros = await sales({}, 'EUR');
    expect(inEuros.totals).toEqual(figures(1, 700, 0, 'EUR'));
    expect(inEuros.movies).toEqual([{ movie: alien.movie, ...figures(1, 700, 0, 'EUR') }]);
  });

  it('name a film as it is called now', async () => {
    await sell({ items: [one(heat)] });
    await store.database.writer
      .updateTable('movies')
      .set({ name: 'Heat (1995)' })
      .where('id', '=', heat.movie.id)
      .execute();
    await sell({ items: [{ film: { ...heat, movie: { ...heat.movie, name: 'Heat (1995)' } }, price: usd(1) }] });
    expect((await sales()).movies).toEqual([{ movie: { ...heat.movie, name: 'Heat (1995)' }, ...figures(2, 1000, 0) }]);
  });

  it('name a film that is gone as it was called, and count it in no genre', async () => {
    await sell({ items: [one(heat), one(alien, 1)] });
    await store.database.writer.deleteFrom('movies').where('id', '=', heat.movie.id).execute();
    const { totals, movies, genres } = await sales();
    expect(totals).toEqual(figures(1, 1000, 0));
    expect(movies).toEqual([
      { movie: { ...heat.movie, id: null }, ...figures(1, 999, 0) },
      { movie: alien.movie, ...figures(1, 1, 0) },
    ]);
    expect(genres.map(({ genre }) => genre.name).sort()).toEqual(['Drama', 'Horror']);
  });

  it('stay what they were when a customer is erased', async () => {
    await sell({ items: [one(heat)], status: 'refunded', refundedAt: MIDNIGHT });
    const before = await sales();
    await store.unitOfWork.run(({ users }) => users.delete(ann));
    expect(await sales()).toEqual(before);
  });

  it('reach beyond 32 bits', async () => {
    const price = 2_000_000_000;
    await sell(...[1, 2, 3].map(() => ({ items: [one(heat, price)] })));
    expect((await sales()).totals.gross.minor).toBe(3 * price);
    expect((await sales()).genres[0]?.gross.minor).toBe(3 * price);
  });

  it('are what a plain computation makes of any books, and add up', async () => {
    const films = () => [heat, alien, plain];
    const moment = fc
      .integer({ min: -3, max: 3 })
      .chain((day) => fc.constantFrom(-1, 0, 1).map((offset) => later(MIDNIGHT, days(day) + offset)));
    const aSale = fc.record({
      films: fc.uniqueArray(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 3 }),
      prices: fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 3, maxLength: 3 }),
      currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
      status: fc.constantFrom<PaymentStatus>('successful', 'successful', 'refunded', 'cancelled'),
      at: moment,
      refundedAt: moment,
    });
    const day = fc.option(
      fc.integer({ min: -4, max: 4 }).map((offset) => dayOf(later(MIDNIGHT, days(offset)))),
      { nil: undefined },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(aSale, { maxLength: 12 }),
        fc.array(fc.record({ from: day, to: day }), { minLength: 1, maxLength: 4 }),
        async (drawn, periods) => {
          await furnish();
          const sold = drawn.map(({ films: which, prices, currency, status, at, refundedAt }) => ({
            items: which.map((film, index) => one(films()[film] ?? heat, prices[index] ?? 0, currency)),
            status,
            at,
            refundedAt: status === 'successful' ? null : refundedAt,
          }));
          await sell(...sold);
          for (const { from, to } of periods) {
            const period = { ...(from && { from }), ...(to && { to }) };
            const told = await sales(period);
            const expected = plainly(sold, period);
            expect(told.totals).toEqual(expected.totals);
            expect(told.days).toEqual(expected.days);
            expect(new Map(told.movies.map(({ movie, ...rest }) => [movie.name, rest]))).toEqual(expected.movies);
            expect(new Map(told.genres.map(({ genre, ...rest }) => [genre.name, rest]))).toEqual(expected.genres);
            expect(sumOf(told.days)).toEqual(told.totals);
            expect(sumOf(told.movies)).toMatchObject({ gross: told.totals.gross, refunds: told.totals.refunds });
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** The same without a database. */
function plainly(books: readonly (Sale & { at: Date })[], { from = '0000', to = '9999' }: SalesPeriod) {
  const byDay = new Map<string, SalesFigures>();
  const movies = new Map<string, SalesFigures>();
  const genres = new Map<string, SalesFigures>();
  let totals = figures(0, 0, 0);
  const add = (map: Map<string, SalesFigures>, key: string, what: SalesFigures) =>
    map.set(key, sumOf([map.get(key) ?? figures(0, 0, 0), what]));
  for (const { items, status, at, refundedAt } of books) {
    if (status === 'cancelled' || items[0]?.price.currency !== 'USD') continue;
    const moves = [
      { on: dayOf(at), make: (minor: number) => figures(1, minor, 0) },
      ...(refundedAt ? [{ on: dayOf(refundedAt), make: (minor: number) => figures(0, 0, minor) }] : []),
    ].filter(({ on }) => on >= from && on <= to);
    for (const { on, make } of moves) {
      const whole = make(items.reduce((sum, { price }) => sum + price.minor, 0));
      totals = sumOf([totals, whole]);
      add(byDay, on, whole);
      for (const { film, price } of items) {
        add(movies, film.movie.name, make(price.minor));
        for (const genre of genresOf[film.movie.name] ?? []) add(genres, genre, make(price.minor));
      }
    }
  }
  const inOrder = [...byDay].sort(([one], [other]) => (one < other ? -1 : 1));
  return { totals, days: inOrder.map(([date, what]) => ({ date, ...what })), movies, genres };
}

function sumOf(all: readonly SalesFigures[]): SalesFigures {
  return all.reduce<SalesFigures>(
    (sum, each) =>
      figures(sum.payments + each.payments, sum.gross.minor + each.gross.minor, sum.refunds.minor + each.refunds.minor),
    figures(0, 0, 0),
  );
}
