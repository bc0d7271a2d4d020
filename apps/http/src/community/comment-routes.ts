import type {
  DeleteComment,
  EditComment,
  LikeComment,
  ReplyToComment,
  UnlikeComment,
  WriteComment,
} from '@online-cinema/application/community';
import type { CommunityQueries } from '@online-cinema/application/ports';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import { CommentNotFound, commentFaults, NotYourComment, ReplyToReply } from '@online-cinema/domain/community';
import { Type } from 'typebox';
import { cacheable } from '../plugins/cacheable.ts';
import { answers, noContent } from '../shared/answers.ts';
import { movieParameter, movieReference } from '../shared/movie-reference.ts';
import { framed, pageQuery, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import * as schemas from './comment-schemas.ts';

export type CommentNeeds = Readonly<{
  writeComment: WriteComment;
  replyToComment: ReplyToComment;
  editComment: EditComment;
  deleteComment: DeleteComment;
  likeComment: LikeComment;
  unlikeComment: UnlikeComment;
  communityQueries: CommunityQueries;
}>;

const tags = ['Community'];
const params = schemas.commentParameter;
const rules = { text: commentFaults };

/** What users say about movies, and to each other. */
export function commentRoutes(needs: CommentNeeds): Routes {
  const { writeComment, replyToComment, editComment, deleteComment, communityQueries } = needs;
  return async (app) => {
    await app.register(readingRoutes(needs));

    app.post(
      '/theater/movies/:movie/comments/',
      {
        config: { who: 'user', rules },
        schema: {
          tags,
          operationId: 'writeComment',
          summary: 'Comment on a movie',
          description: 'For everybody to read, under the name of your profile, or as `User {id}` where there is none.',
          params: movieParameter,
          body: schemas.commentText,
          response: answers({ 201: schemas.written }, new MovieNotFound()),
        },
      },
      async ({ actor, params: { movie }, body: { text } }, reply) => {
        const id = await writeComment.execute({ actor, movie: movieReference(movie), text });
        return reply.code(201).send(schemas.presentComment(await communityQueries.comment(id, actor)));
      },
    );

    app.post(
      '/comments/:id/replies/',
      {
        config: { who: 'user', rules },
        schema: {
          tags,
          operationId: 'replyToComment',
          summary: 'Reply to a comment',
          description: 'Its author is notified, unless that is you.',
          params,
          body: schemas.commentText,
          response: answers({ 201: schemas.replied }, new ReplyToReply(), new CommentNotFound()),
        },
      },
      async ({ actor, params: { id: commentId }, body: { text } }, reply) => {
        const id = await replyToComment.execute({ actor, commentId, text });
        return reply.code(201).send(schemas.presentComment(await communityQueries.comment(id, actor)));
      },
    );

    app.patch(
      '/comments/:id/',
      {
        config: { who: 'user', rules },
        schema: {
          tags,
          operationId: 'changeComment',
          summary: 'Change a comment or reply',
          description: 'Only its author can.',
          params,
          body: schemas.commentText,
          response: answers({ 200: schemas.comment }, new NotYourComment(), new CommentNotFound()),
        },
      },
      async ({ actor, params: { id }, body: { text } }) => {
        await editComment.execute({ actor, commentId: id, text });
        return schemas.presentComment(await communityQueries.comment(id, actor));
      },
    );

    app.delete(
      '/comments/:id/',
      {
        config: { who: 'user', othersToo: 'moderator' },
        schema: {
          tags,
          operationId: 'deleteComment',
          summary: 'Delete a comment or reply',
          description:
            'Its author can, and so can moderators. A comment with replies keeps its place, without author and text.',
          params,
          response: answers({ 204: noContent('It is deleted.') }, new NotYourComment(), new CommentNotFound()),
        },
      },
      async ({ actor, params: { id } }, reply) => {
        await deleteComment.execute({ actor, commentId: id });
        return reply.code(204).send(null);
      },
    );

    await app.register(likeRoutes(needs));
  };
}

/** For everybody, and so for their caches. */
function readingRoutes({ communityQueries }: Pick<CommentNeeds, 'communityQueries'>): Routes {
  return async (app) => {
    await app.register(cacheable);

    app.get(
      '/theater/movies/:movie/comments/',
      {
        config: { who: 'anyone', tellsUsersMore: true },
        schema: {
          tags,
          operationId: 'listComments',
          summary: 'Read the comments on a movie',
          description: 'With a token also whether you like them, as `liked`.',
          params: movieParameter,
          querystring: Type.Object(pageQuery),
          response: answers({ 200: schemas.comments }, new MovieNotFound()),
        },
      },
      async ({ actor, params: { movie }, query, url }) => {
        const asked = pageRequest(query);
        const page = await communityQueries.comments(movieReference(movie), actor, asked);
        return { comments: page.items.map(schemas.presentComment), ...framed(page, asked, url) };
      },
    );
  };
}

function likeRoutes({ likeComment, unlikeComment }: Pick<CommentNeeds, 'likeComment' | 'unlikeComment'>): Routes {
  return async (app) => {
    app.put(
      '/comments/:id/like/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'likeComment',
          summary: 'Like a comment or reply',
          description: 'Its author is notified, unless that is you. Nothing happens if you like it already.',
          params,
          response: answers({ 204: noContent('You like it.') }, new CommentNotFound()),
        },
      },
      async ({ actor, params: { id } }, reply) => {
        await likeComment.execute({ actor, commentId: id });
        return reply.code(204).send(null);
      },
    );

    app.delete(
      '/comments/:id/like/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'unlikeComment',
          summary: 'Like a comment or reply no more',
          description: 'Its author’s notification goes, too. Nothing happens if you do not like it.',
          params,
          response: answers({ 204: noContent('You do not like it.') }, new CommentNotFound()),
        },
      },
      async ({ actor, params: { id } }, reply) => {
        await unlikeComment.execute({ actor, commentId: id });
        return reply.code(204).send(null);
      },
    );
  };
}
