import type { SalesFigures, SalesPeriod, SalesView } from '@online-cinema/application/ports';
import type { Currency } from '@online-cinema/domain/shared';
import { type Static, Type } from 'typebox';
import { presentLabel } from '../ordering/schemas.ts';
import { balance, money, movieLabel, movieLabelExample, named } from '../shared/schemas.ts';

const day = (description: string) => Type.Optional(Type.String({ format: 'date', description }));

export const salesQuery = Type.Object({
  date_from: day('From this day on (UTC).'),
  date_to: day('Up to this day, which is included (UTC).'),
});

export function salesPeriod({ date_from: from, date_to: to }: Static<typeof salesQuery>): SalesPeriod {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

const figures = {
  payments: Type.Integer({ description: 'How many; of a film or genre how many films were paid for.' }),
  gross: money,
  refunds: money,
  net: balance,
};

const figuresExample = { payments: 1, gross: '10.99', refunds: '0.00', net: '10.99' };

export const sales = Type.Object(
  {
    currency: Type.String({ description: 'ISO 4217', examples: ['USD'] }),
    totals: Type.Object(figures),
    days: Type.Array(Type.Object({ date: Type.String({ format: 'date' }), ...figures }), {
      description: 'Days on which money moved, in their order; a refund counts on its own day.',
    }),
    movies: Type.Array(Type.Object({ movie: movieLabel, ...figures }), { description: 'The best sold first.' }),
    genres: Type.Array(Type.Object({ genre: named, ...figures }), {
      description: 'The best sold first; a film counts whole in each of its genres.',
    }),
  },
  {
    title: 'Sales',
    description: 'What was sold and given back in the shop’s currency.',
    examples: [
      {
        currency: 'USD',
        totals: figuresExample,
        days: [{ date: '2026-01-31', ...figuresExample }],
        movies: [{ movie: movieLabelExample, ...figuresExample }],
        genres: [{ genre: { id: 3, name: 'Drama' }, ...figuresExample }],
      },
    ],
  },
);

export function presentSales({ totals, days, movies, genres }: SalesView, currency: Currency) {
  return {
    currency,
    totals: presentFigures(totals),
    days: days.map((view) => ({ date: view.date, ...presentFigures(view) })),
    movies: movies.map((view) => ({ movie: presentLabel(view.movie), ...presentFigures(view) })),
    genres: genres.map((view) => ({ genre: view.genre, ...presentFigures(view) })),
  };
}

function presentFigures({ payments, gross, refunds, net }: SalesFigures) {
  return { payments, gross: gross.toDecimal(), refunds: refunds.toDecimal(), net: net.toDecimal() };
}
