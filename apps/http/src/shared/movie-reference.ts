import type { MovieReference } from '@online-cinema/application/ports';
import { Type } from 'typebox';
import { idOrUuid } from '../validation/formats.ts';

/** A movie in a path, by its id or its uuid. */
export const movieParameter = Type.Object({
  movie: Type.String({ format: idOrUuid, description: 'The id or the uuid of a movie.', examples: ['2'] }),
});

/** The last id that the databases can give; numbers beyond it name what is not there. */
const lastId = 2_147_483_647;

/** @param text a whole number, or else a uuid in any case */
export function movieReference(text: string): MovieReference {
  return /^[+-]?\d+$/.test(text) ? movieById(Number(text)) : { uuid: text.toLowerCase() };
}

export function movieById(id: number): MovieReference {
  return { id: Math.min(Math.max(id, -lastId), lastId) };
}
