import type { NotificationView } from '@online-cinema/application/ports';
import { NOTIFICATION_KINDS } from '@online-cinema/domain/community';
import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../shared/pages.ts';
import { id, moment, momentExample, named } from '../shared/schemas.ts';

const mostIds = 100;

export const notificationQuery = Type.Object({
  ...pageQuery,
  unread: Type.Optional(Type.Boolean({ description: 'Whether only those that are not read yet are shown.' })),
});

export function notificationFilter({ unread }: Static<typeof notificationQuery>) {
  return unread === undefined ? {} : { unread };
}

const notification = Type.Object({
  id: id('the notification'),
  kind: Type.Enum(NOTIFICATION_KINDS, { description: 'Whether somebody replied to your comment or liked it.' }),
  movie: Type.Object(named.properties, { description: 'The movie that your comment is on.' }),
  comment: Type.Object({ id: id('your comment'), text: Type.String() }, { description: 'Your own comment.' }),
  by: Type.Object(named.properties, { description: 'Who did it, by the name of their profile or as `User {id}`.' }),
  created_at: moment,
  read: Type.Boolean(),
});

export const notifications = pageOf('notifications', notification, {
  description: 'A page of your notifications, newest first.',
  example: {
    id: 1,
    kind: 'reply',
    movie: { id: 2, name: 'The Godfather' },
    comment: { id: 4, text: 'I could watch it every year.' },
    by: { id: 3, name: 'User 3' },
    created_at: momentExample,
    read: false,
  },
});

export function presentNotification({ createdAt, ...rest }: NotificationView) {
  return { ...rest, created_at: createdAt.toISOString() };
}

export const reading = Type.Object(
  {
    ids: Type.Optional(
      Type.Array(Type.Integer(), {
        minItems: 1,
        maxItems: mostIds,
        description: 'Either these: ids that are none of your notifications’ are passed over. …',
      }),
    ),
    all: Type.Optional(Type.Literal(true, { description: '… or every one that you have.' })),
  },
  { additionalProperties: false, examples: [{ ids: [1, 2] }, { all: true }] },
);
