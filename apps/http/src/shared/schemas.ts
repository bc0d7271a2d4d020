import { type TProperties, type TSchema, Type } from 'typebox';

/** A body of a request: a field that it does not name is refused. One with a title is a shape of the document. */
export const body = <Fields extends TProperties>(fields: Fields, example: unknown, title?: string) =>
  Type.Object(fields, { additionalProperties: false, examples: [example], ...(title !== undefined && { title }) });

/** A body of a request that has one of its fields, and no other; the route itself says so of one that has more or none. */
export const eitherOf = <Fields extends TProperties>(fields: Fields, examples: readonly unknown[]) =>
  Type.Object(fields, { additionalProperties: false, examples: [...examples], 'x-either': true });

/** A shape with what is said of it in one place. */
export const described = <Shape extends TSchema>(shape: Shape, description: string, ...examples: unknown[]): Shape => ({
  ...shape,
  description,
  ...(examples.length > 0 && { examples }),
});

/** What may be unknown. */
export const orNull = <Schema extends TSchema>(schema: Schema, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description });

export const id = (of: string) => Type.Integer({ description: `The id of ${of}.`, examples: [1] });

export const uuid = Type.String({ format: 'uuid', examples: ['0b6f1c2e-5d0a-4c3b-9a52-4f4a3f1f7b10'] });

export const moment = Type.String({
  format: 'date-time',
  description: 'ISO 8601, in UTC.',
  examples: ['2026-01-31T12:00:00.000Z'],
});

export const money = Type.String({
  pattern: '^\\d+\\.\\d{2}$',
  description: 'A decimal number of the shop’s currency.',
  examples: ['9.99'],
});

/** Money of the books: what went out may be more than what came in. */
export const balance = Type.String({
  pattern: '^-?\\d+\\.\\d{2}$',
  description: 'A decimal number of the shop’s currency, maybe below zero.',
  examples: ['9.99'],
});

export const named = Type.Object({ id: Type.Integer(), name: Type.String() }, { title: 'Named' });

/** A movie inside orders, payments and purchases, where it may be gone from the catalogue. */
export const movieLabel = Type.Object(
  {
    id: orNull(Type.Integer(), 'Null once the movie is gone from the catalogue.'),
    uuid,
    name: Type.String(),
  },
  { title: 'MovieLabel' },
);

export const movieLabelExample = { id: 2, uuid: '0b6f1c2e-5d0a-4c3b-9a52-4f4a3f1f7b10', name: 'The Godfather' };

export const momentExample = '2026-01-31T12:00:00.000Z';
