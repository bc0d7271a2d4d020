import { BEST_RATING, REACTIONS, WORST_RATING } from '@online-cinema/domain/community';
import { Type } from 'typebox';
import { body } from '../shared/schemas.ts';

export const reaction = body({ value: Type.Enum(REACTIONS) }, { value: 'like' });

export const rating = body(
  {
    value: Type.Integer({
      minimum: WORST_RATING,
      maximum: BEST_RATING,
      description: `A whole number from ${WORST_RATING} to ${BEST_RATING}, the best.`,
    }),
  },
  { value: 8 },
);
