import type { ReadNotifications } from '@online-cinema/application/community';
import type { CommunityQueries } from '@online-cinema/application/ports';
import type { Static } from 'typebox';
import { answers, noContent } from '../shared/answers.ts';
import { within32Bits } from '../shared/ids.ts';
import { framed, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import { assertEitherOr } from '../validation/either-or.ts';
import * as schemas from './notification-schemas.ts';

export type NotificationNeeds = Readonly<{ readNotifications: ReadNotifications; communityQueries: CommunityQueries }>;

const tags = ['Community'];

/** What happened to a user's comments. */
export function notificationRoutes({ readNotifications, communityQueries }: NotificationNeeds): Routes {
  return async (app) => {
    app.get(
      '/notifications/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'listNotifications',
          summary: 'See your notifications',
          description: 'That somebody replied to one of your comments or liked it; never what you did yourself.',
          querystring: schemas.notificationQuery,
          response: answers({ 200: schemas.notifications }),
        },
      },
      async ({ actor, query, url }) => {
        const asked = pageRequest(query);
        const page = await communityQueries.notifications(actor, schemas.notificationFilter(query), asked);
        return { notifications: page.items.map(schemas.presentNotification), ...framed(page, asked, url) };
      },
    );

    app.post(
      '/notifications/read/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'readNotifications',
          summary: 'Mark notifications as read',
          description: 'Either some of yours, by their ids, or all: neither and both are refused.',
          body: schemas.reading,
          response: answers({ 204: noContent('They are read.') }),
        },
      },
      async ({ actor, body }, reply) => {
        const ids = idsOf(body);
        await readNotifications.execute({ actor, ...(ids && { ids }) });
        return reply.code(204).send(null);
      },
    );
  };
}

/** Undefined for all of them. @throws InputRefused unless the body says either which or all */
function idsOf(body: Static<typeof schemas.reading>): readonly number[] | undefined {
  assertEitherOr(body, 'ids', 'all');
  return body.ids?.map(within32Bits);
}
