import type { NotificationKind, Reaction } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { Named } from './catalogue-queries.ts';
import type { MovieReference } from './ordering-repositories.ts';
import type { Page, PageRequest } from './page.ts';

/** A comment, or a reply, as the actor sees it. */
export interface CommentView {
  readonly id: number;
  /** The name of the profile, or `User {id}`; null once the comment is deleted, or its author gone. */
  readonly author: Named | null;
  /** Null likewise. */
  readonly text: string | null;
  readonly likes: number;
  /** Whether the actor likes it; null for nobody in particular. */
  readonly liked: boolean | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The oldest first; a reply has none. */
  readonly replies: readonly CommentView[];
}

/** What a user is told of. */
export interface NotificationView {
  readonly id: number;
  readonly kind: NotificationKind;
  readonly movie: Named;
  /** The reader's own comment, which was replied to or liked. */
  readonly comment: { readonly id: number; readonly text: string };
  readonly by: Named;
  readonly createdAt: Date;
  readonly read: boolean;
}

/** Everything that a user left on movies. */
export interface ContributionsView {
  readonly reactions: readonly { readonly movie: Named; readonly value: Reaction; readonly at: Date }[];
  readonly ratings: readonly { readonly movie: Named; readonly value: number; readonly at: Date }[];
  readonly favorites: readonly { readonly movie: Named; readonly at: Date }[];
  /** Replies too. */
  readonly comments: readonly {
    readonly id: number;
    readonly movie: Named;
    readonly text: string;
    readonly createdAt: Date;
    readonly updatedAt: Date;
  }[];
  /** Comments that the user likes. */
  readonly commentLikes: readonly { readonly commentId: number; readonly at: Date }[];
}

/** What is asked about what users say and do around movies. */
export interface CommunityQueries {
  /** A movie's comments, newest first, each with its replies; the total counts comments alone. @throws MovieNotFound */
  comments(movie: MovieReference, actor: Actor, page: PageRequest): Promise<Page<CommentView>>;
  /** @throws CommentNotFound */
  comment(id: number, actor: Actor): Promise<CommentView>;
  /** The actor's, newest first. */
  notifications(
    actor: Actor,
    filter: { readonly unread?: boolean },
    page: PageRequest,
  ): Promise<Page<NotificationView>>;
  contributions(actor: Actor): Promise<ContributionsView>;
}
