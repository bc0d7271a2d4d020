import type { ContributionsView, Named } from '@online-cinema/application/ports';
import { BEST_RATING, REACTIONS, WORST_RATING } from '@online-cinema/domain/community';
import { Type } from 'typebox';
import { id, moment, momentExample, named } from '../shared/schemas.ts';

const mark = { movie: named, created_at: moment };

/** Everything that a user left on movies. */
export const contributions = Type.Object(
  {
    reactions: Type.Array(Type.Object({ ...mark, value: Type.Enum(REACTIONS) })),
    ratings: Type.Array(Type.Object({ ...mark, value: Type.Integer({ minimum: WORST_RATING, maximum: BEST_RATING }) })),
    favorites: Type.Array(Type.Object(mark)),
    comments: Type.Array(
      Type.Object({ id: id('the comment'), movie: named, text: Type.String(), created_at: moment, updated_at: moment }),
      { description: 'Your replies too.' },
    ),
    comment_likes: Type.Array(Type.Object({ comment_id: id('the comment that you like'), created_at: moment })),
  },
  { title: 'Contributions', description: 'What you left on movies.' },
);

const movieExample = { id: 2, name: 'The Godfather' };

export const contributionsExample = {
  reactions: [{ movie: movieExample, created_at: momentExample, value: 'like' }],
  ratings: [{ movie: movieExample, created_at: momentExample, value: 9 }],
  favorites: [{ movie: movieExample, created_at: momentExample }],
  comments: [
    {
      id: 4,
      movie: movieExample,
      text: 'I could watch it every year.',
      created_at: momentExample,
      updated_at: momentExample,
    },
  ],
  comment_likes: [{ comment_id: 5, created_at: momentExample }],
};

export function presentContributions(view: ContributionsView) {
  return {
    reactions: view.reactions.map((reaction) => ({ ...presentMark(reaction), value: reaction.value })),
    ratings: view.ratings.map((rating) => ({ ...presentMark(rating), value: rating.value })),
    favorites: view.favorites.map(presentMark),
    comments: view.comments.map(({ createdAt, updatedAt, ...comment }) => ({
      ...comment,
      created_at: createdAt.toISOString(),
      updated_at: updatedAt.toISOString(),
    })),
    comment_likes: view.commentLikes.map(({ commentId, at }) => ({
      comment_id: commentId,
      created_at: at.toISOString(),
    })),
  };
}

function presentMark({ movie, at }: { readonly movie: Named; readonly at: Date }) {
  return { movie, created_at: at.toISOString() };
}
