import type { NotificationView } from '@online-cinema/application/ports';
import { NOTIFICATION_KINDS } from '@online-cinema/domain/community';
import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../shared/pages.ts';
import { described, eitherOf, id, moment, momentExample, named } from '../shared/schemas.ts';

const mostIds = 100;

export const notificationQuery = Type.Object({
  ...pageQuery,
  unread: Type.Optional(Type.Boolean({ description: 'Whether only those that are not read yet are shown.' })),
});

export function notificationFilter({ unread }: Static<typeof notificationQuery>) {
  return unread === undefined ? {} : { unread };
}

export const notification = Type.Object(
  {
    id: id('the notification'),
    kind: Type.Enum(NOTIFICATION_KINDS, { description: 'Whether somebody replied to your comment or liked it.' }),
    movie: described(named, 'The movie that your comment is on.'),
    comment: Type.Object({ id: id('your comment'), text: Type.String() }, { description: 'Your own comment.' }),
    by: described(named, 'Who did it, by the name of their profile or as `User {id}`.'),
    created_at: moment,
    read: Type.Boolean(),
  },
  { title: 'Notification' },
);

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

export const reading = eitherOf(
  {
    ids: Type.Optional(
      Type.Array(Type.Integer(), {
        minItems: 1,
        maxItems: mostIds,
        description: 'These: ids that are none of your notifications’ are passed over.',
      }),
    ),
    all: Type.Optional(Type.Literal(true, { description: 'Every one that you have.' })),
  },
  [{ ids: [1, 2] }, { all: true }],
);
