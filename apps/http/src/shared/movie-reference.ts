import type { MovieReference } from '@online-cinema/application/ports';
import { Type } from 'typebox';
import { idOrUuid, isId } from '../validation/formats.ts';
import { within32Bits } from './ids.ts';

/** A movie in a path, by its id or its uuid. */
export const movieParameter = Type.Object({
  movie: Type.String({ format: idOrUuid, description: 'The id or the uuid of a movie.', examples: ['2'] }),
});

/** @param text a whole number, or else a uuid in any case */
export function movieReference(text: string): MovieReference {
  return isId(text) ? movieById(Number(text)) : { uuid: text.toLowerCase() };
}

export function movieById(id: number): MovieReference {
  return { id: within32Bits(id) };
}
