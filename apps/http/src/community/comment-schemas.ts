import type { CommentView } from '@online-cinema/application/ports';
import { LONGEST_COMMENT } from '@online-cinema/domain/community';
import { Type } from 'typebox';
import { pageOf } from '../shared/pages.ts';
import { body, described, id, moment, momentExample, named, orNull } from '../shared/schemas.ts';

export const commentText = body(
  {
    text: Type.String({
      minLength: 1,
      maxLength: LONGEST_COMMENT,
      description: 'Plain text, not blank; spaces around it are left out.',
    }),
  },
  { text: 'I could watch it every year.' },
);

export const commentParameter = Type.Object({ id: id('a comment or reply') });

const commentFields = {
  id: id('the comment'),
  author: orNull(
    named,
    'By the name of their profile, or as `User {id}`; null once the comment is deleted or they are gone.',
  ),
  text: orNull(Type.String(), 'Null once the comment is deleted, which keeps its place as long as it has replies.'),
  likes: Type.Integer({ description: 'How many users like it.' }),
  liked: Type.Optional(Type.Boolean({ description: 'Whether you like it; only for a signed-in user.' })),
  created_at: moment,
  updated_at: moment,
};

const replies = Type.Array(
  Type.Object(
    {
      ...commentFields,
      replies: Type.Array(Type.Object({}), { maxItems: 0, description: 'None: a reply is not replied to.' }),
    },
    { title: 'Reply' },
  ),
  { description: 'Oldest first.' },
);

const times = { created_at: momentExample, updated_at: momentExample };

const replyExample = {
  id: 5,
  author: { id: 3, name: 'User 3' },
  text: 'And I the second part.',
  likes: 0,
  liked: false,
  ...times,
  replies: [],
};

const commentExample = {
  id: 4,
  author: { id: 2, name: 'ann lee' },
  text: 'I could watch it every year.',
  likes: 1,
  liked: true,
  ...times,
  replies: [replyExample],
};

const deletedExample = { ...commentExample, id: 1, author: null, text: null, likes: 0, liked: false };

const shape = Type.Object({ ...commentFields, replies }, { title: 'Comment' });

export const comment = described(shape, 'The comment or reply.', commentExample);
export const written = described(shape, 'The comment, as others read it now.', {
  ...commentExample,
  likes: 0,
  replies: [],
});
export const replied = described(shape, 'The reply, as others read it now.', replyExample);

export const comments = pageOf('comments', shape, {
  description: 'A page of comments, newest first, each with all of its replies; the total counts comments alone.',
  example: deletedExample,
});

export function presentComment({ replies, ...said }: CommentView) {
  return { ...presentSaid(said), replies: replies.map((reply) => ({ ...presentSaid(reply), replies: [] })) };
}

function presentSaid({ id, author, text, likes, liked, createdAt, updatedAt }: Omit<CommentView, 'replies'>) {
  return {
    id,
    author,
    text,
    likes,
    ...(liked === null ? {} : { liked }),
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}
