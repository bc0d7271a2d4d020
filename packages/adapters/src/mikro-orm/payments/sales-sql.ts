import type { SalesPeriod } from '@online-cinema/application/ports';
import type { Currency } from '@online-cinema/domain/shared';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';

/** Sums of one group, as the statement names them; PostgreSQL answers in text. */
export interface SalesSums {
  readonly payments: number | string;
  readonly gross: number | string;
  readonly refunds: number | string;
}

const SUMS = sql`sum(moved.payments) as payments, sum(moved.gross) as gross, sum(moved.refunds) as refunds`;

/** What was sold, by the day on which the money moved. */
export function salesByDay(kind: Database['kind'], period: SalesPeriod, currency: Currency): RawBuilder<unknown> {
  const sold = sql`${dayOf(kind, sql`payments.created_at`)} as day`;
  const givenBack = sql`${dayOf(kind, sql`payments.refunded_at`)} as day`;
  const moved = movements({ sold, givenBack, amount: sql`payments.amount`, joins: sql`` }, { kind, period, currency });
  return sql`select moved.day, ${SUMS} from (${moved}) as moved group by moved.day order by moved.day`;
}

/** Likewise by film, the best sold first. A film that is gone goes by the name it was sold under. */
export function salesByMovie(kind: Database['kind'], period: SalesPeriod, currency: Currency): RawBuilder<unknown> {
  const film = sql`order_items.movie_uuid as uuid, order_items.movie_name as name`;
  const moved = movements({ sold: film, givenBack: film, ...OF_ITEMS }, { kind, period, currency });
  return sql`
    select movies.id, moved.uuid, coalesce(movies.name, max(moved.name)) as name, ${SUMS}
    from (${moved}) as moved left join movies on movies.uuid = moved.uuid
    group by movies.id, movies.name, moved.uuid
    order by gross desc, refunds, moved.uuid`;
}

/** Likewise by genre; a film counts whole in each of its genres. */
export function salesByGenre(kind: Database['kind'], period: SalesPeriod, currency: Currency): RawBuilder<unknown> {
  const film = sql`order_items.movie_id as movie_id`;
  const moved = movements({ sold: film, givenBack: film, ...OF_ITEMS }, { kind, period, currency });
  return sql`
    select genres.id, genres.name, ${SUMS}
    from (${moved}) as moved
    join movies_genres on movies_genres.movie_id = moved.movie_id
    join genres on genres.id = movies_genres.genre_id
    group by genres.id, genres.name
    order by gross desc, refunds, genres.id`;
}

const OF_ITEMS = {
  amount: sql`payment_items.price_at_payment`,
  joins: sql`
    join payment_items on payment_items.payment_id = payments.id
    join order_items on order_items.id = payment_items.order_item_id`,
};

/** Money as it came in and as it went back, each on its day. What could not be taken was never sold. */
function movements(
  of: {
    sold: RawBuilder<unknown>;
    givenBack: RawBuilder<unknown>;
    amount: RawBuilder<unknown>;
    joins: RawBuilder<unknown>;
  },
  { kind, period, currency }: { kind: Database['kind']; period: SalesPeriod; currency: Currency },
): RawBuilder<unknown> {
  const { sold, givenBack, amount, joins } = of;
  return sql`
    select ${sold}, 1 as payments, ${amount} as gross, 0 as refunds
    from payments ${joins}
    where payments.status in ('successful', 'refunded') and payments.currency = ${currency}
      and ${within(kind, sql`payments.created_at`, period)}
    union all
    select ${givenBack}, 0 as payments, 0 as gross, ${amount} as refunds
    from payments ${joins}
    where payments.status = 'refunded' and payments.currency = ${currency}
      and ${within(kind, sql`payments.refunded_at`, period)}`;
}

/** `YYYY-MM-DD` in UTC. */
function dayOf(kind: Database['kind'], column: RawBuilder<unknown>): RawBuilder<unknown> {
  // SQLite keeps times as milliseconds since 1970.
  if (kind === 'sqlite') return sql`strftime('%Y-%m-%d', ${column} / 1000, 'unixepoch')`;
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`;
}

/** From the beginning of the first day to the end of the last. */
function within(kind: Database['kind'], column: RawBuilder<unknown>, { from, to }: SalesPeriod): RawBuilder<unknown> {
  const time = (moment: Date) => (kind === 'sqlite' ? sql`${moment.getTime()}` : sql`${moment}`);
  return sql.join(
    [
      sql`${column} is not null`,
      ...(from === undefined ? [] : [sql`${column} >= ${time(new Date(`${from}T00:00:00Z`))}`]),
      ...(to === undefined ? [] : [sql`${column} < ${time(dayAfter(to))}`]),
    ],
    sql` and `,
  );
}

function dayAfter(day: string): Date {
  const midnight = new Date(`${day}T00:00:00Z`);
  midnight.setUTCDate(midnight.getUTCDate() + 1);
  return midnight;
}
