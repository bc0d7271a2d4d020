import type {
  CommentView,
  CommunityQueries,
  ContributionsView,
  MovieReference,
  NotificationView,
  Page,
  PageRequest,
} from '@online-cinema/application/ports';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import { CommentNotFound } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import { type Kysely, sql } from 'kysely';
import { isMovie } from '../catalogue/movie-access.ts';
import { isRowId, time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { offsetOf, TOTAL, withTotal } from '../paging.ts';
import { commentRows, commentViews } from './comment-views.ts';
import { contributionsOf } from './contributions.ts';
import { namedUser } from './named-user.ts';

/** What is said about movies: a page in one statement, its replies in one more, and one where the total must be counted. */
export class MikroOrmCommunityQueries implements CommunityQueries {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async comments(movie: MovieReference, actor: Actor, page: PageRequest): Promise<Page<CommentView>> {
    return this.#database.read(async (reader) => {
      const named = reader.selectFrom('movies').where(isMovie(movie));
      // First which they are: nothing is looked up about those that the page skips.
      const ids = reader
        .selectFrom('comments')
        .select('comments.id')
        .where('comments.movie_id', '=', named.select('movies.id'))
        .where('comments.parent_id', 'is', null)
        .orderBy('comments.id', 'desc')
        .limit(page.perPage)
        .offset(offsetOf(page));
      const comments = await commentRows(reader, actor)
        .where('comments.id', 'in', ids)
        .orderBy('comments.id', 'desc')
        .execute();
      const counted = () => named.select(totalComments).executeTakeFirst();
      if (comments.length === 0) {
        // Either there is nothing to show, or nothing to show it about.
        const found = await counted();
        if (!found) throw new MovieNotFound();
        return { items: [], totalItems: Number(found.total) };
      }
      const items = commentViews(comments, await repliesTo(reader, actor, comments));
      return withTotal(items, page, async () => ({ total: (await counted())?.total ?? 0 }));
    });
  }

  async comment(id: number, actor: Actor): Promise<CommentView> {
    if (!isRowId(id)) throw new CommentNotFound();
    return this.#database.read(async (reader) => {
      const comments = await commentRows(reader, actor)
        .where('comments.id', '=', id)
        .where('comments.text', 'is not', null)
        .execute();
      const [view] = commentViews(comments, await repliesTo(reader, actor, comments));
      if (!view) throw new CommentNotFound();
      return view;
    });
  }

  async notifications(
    actor: Actor,
    { unread = false }: { readonly unread?: boolean },
    page: PageRequest,
  ): Promise<Page<NotificationView>> {
    const { userId } = actor;
    return this.#database.read(async (reader) => {
      const mine = reader
        .selectFrom('notifications')
        .where('notifications.user_id', '=', userId)
        .$if(unread, (all) => all.where('notifications.read_at', 'is', null));
      const rows = await mine
        .innerJoin('comments', 'comments.id', 'notifications.comment_id')
        .innerJoin('movies', 'movies.id', 'comments.movie_id')
        .leftJoin('user_profiles', 'user_profiles.user_id', 'notifications.by_id')
        .select(['notifications.id', 'notifications.kind', 'notifications.created_at', 'notifications.read_at'])
        .select(['movies.id as movie_id', 'movies.name as movie_name', 'comments.id as comment_id', 'comments.text'])
        .select(['notifications.by_id', 'first_name', 'last_name'])
        .orderBy('notifications.id', 'desc')
        .limit(page.perPage)
        .offset(offsetOf(page))
        .execute();
      const items = rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        movie: { id: row.movie_id, name: row.movie_name },
        // With the text of a comment go the notifications about it.
        comment: { id: row.comment_id, text: row.text ?? '' },
        by: namedUser(row.by_id, row),
        createdAt: time(row.created_at),
        read: row.read_at !== null,
      }));
      return withTotal(items, page, () => mine.select(TOTAL).executeTakeFirstOrThrow());
    });
  }

  async contributions(actor: Actor): Promise<ContributionsView> {
    const { userId } = actor;
    return this.#database.read((reader) => contributionsOf(reader, userId));
  }
}

const totalComments = sql<number | string>`(
  select count(*) from comments where comments.movie_id = movies.id and comments.parent_id is null
)`.as('total');

async function repliesTo(reader: Kysely<Schema>, actor: Actor, comments: readonly { readonly id: number }[]) {
  if (comments.length === 0) return [];
  const ids = comments.map(({ id }) => id);
  return commentRows(reader, actor).where('comments.parent_id', 'in', ids).orderBy('comments.id').execute();
}
