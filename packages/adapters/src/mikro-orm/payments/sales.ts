import type { SalesFigures, SalesPeriod, SalesView } from '@online-cinema/application/ports';
import { type Currency, Money } from '@online-cinema/domain/shared';
import type { Kysely, RawBuilder } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { type SalesSums, salesByDay, salesByGenre, salesByMovie } from './sales-sql.ts';

interface NamedSums extends SalesSums {
  readonly id: number;
  readonly name: string;
}

/** What was sold in a currency, in three statements. */
export async function readSales(
  reader: Kysely<Schema>,
  kind: Database['kind'],
  { period, currency }: { period: SalesPeriod; currency: Currency },
): Promise<SalesView> {
  const rows = async <Row>(query: RawBuilder<unknown>) => (await query.$castTo<Row>().execute(reader)).rows;
  const days = await rows<SalesSums & { day: string }>(salesByDay(kind, period, currency));
  const movies = await rows<NamedSums & { uuid: string }>(salesByMovie(kind, period, currency));
  const genres = await rows<NamedSums>(salesByGenre(kind, period, currency));
  return {
    totals: figures(totalOf(days), currency),
    days: days.map(({ day, ...sums }) => ({ date: day, ...figures(sums, currency) })),
    movies: movies.map(({ id, uuid, name, ...sums }) => ({ movie: { id, uuid, name }, ...figures(sums, currency) })),
    genres: genres.map(({ id, name, ...sums }) => ({ genre: { id, name }, ...figures(sums, currency) })),
  };
}

function totalOf(days: readonly SalesSums[]): SalesSums {
  const total = (field: keyof SalesSums) => days.reduce((sum, day) => sum + Number(day[field]), 0);
  return { payments: total('payments'), gross: total('gross'), refunds: total('refunds') };
}

function figures(sums: SalesSums, currency: Currency): SalesFigures {
  const gross = Number(sums.gross);
  const refunds = Number(sums.refunds);
  return {
    payments: Number(sums.payments),
    gross: Money.of(gross, currency),
    refunds: Money.of(refunds, currency),
    net: Money.of(gross - refunds, currency),
  };
}
