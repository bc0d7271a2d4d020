import type { ActivateUser, ChangeGroup, DeactivateUser } from '@online-cinema/application/accounts';
import type { AccountQueries } from '@online-cinema/application/ports';
import { LastAdminStays, OwnGroupStays, UserNotFound } from '@online-cinema/domain/accounts';
import { answers } from '../shared/answers.ts';
import { framed, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import * as schemas from './admin-schemas.ts';

export type UserAdministrationNeeds = Readonly<{
  activateUser: ActivateUser;
  deactivateUser: DeactivateUser;
  changeGroup: ChangeGroup;
  accountQueries: AccountQueries;
}>;

const tags = ['Administration'];

/** Who is who, who is in and who is out: for admins. */
export function userAdministrationRoutes(needs: UserAdministrationNeeds): Routes {
  const { activateUser, deactivateUser, changeGroup, accountQueries } = needs;
  return async (app) => {
    app.get(
      '/admin/users/',
      {
        config: { who: 'admin' },
        schema: {
          tags,
          operationId: 'listUsers',
          summary: 'List users',
          description: 'By id; those that match all filters that are given.',
          querystring: schemas.userQuery,
          response: answers({ 200: schemas.users }),
        },
      },
      async ({ query, url }) => {
        const asked = pageRequest(query);
        const page = await accountQueries.users(schemas.userFilter(query), asked);
        return { users: page.items.map(schemas.presentUser), ...framed(page, asked, url) };
      },
    );

    app.get(
      '/admin/users/:id/',
      {
        config: { who: 'admin' },
        schema: {
          tags,
          operationId: 'getUser',
          summary: 'See a user',
          description: 'Also one who is not active yet, or shut out.',
          params: schemas.userParameter,
          response: answers({ 200: schemas.user }, new UserNotFound()),
        },
      },
      async ({ params }) => schemas.presentUser(await accountQueries.user(params.id)),
    );

    app.post(
      '/admin/users/:id/activate/',
      {
        config: { who: 'admin' },
        schema: {
          tags,
          operationId: 'activateUser',
          summary: 'Let a user in',
          description: 'In the place of the link that they were mailed, or after they were shut out.',
          params: schemas.userParameter,
          response: answers({ 200: schemas.said(ACTIVATED, ACTIVE_ALREADY) }, new UserNotFound()),
        },
      },
      async ({ actor, params }) => {
        const changed = await activateUser.execute({ actor, userId: params.id });
        return { message: changed ? ACTIVATED : ACTIVE_ALREADY };
      },
    );

    app.post(
      '/admin/users/:id/deactivate/',
      {
        config: { who: 'admin' },
        schema: {
          tags,
          operationId: 'deactivateUser',
          summary: 'Shut a user out',
          description: 'Ends their sessions at once; no link lets them back in, only an admin does.',
          params: schemas.userParameter,
          response: answers({ 200: schemas.said(DEACTIVATED) }, new UserNotFound(), new LastAdminStays()),
        },
      },
      async ({ actor, params }) => {
        await deactivateUser.execute({ actor, userId: params.id });
        return { message: DEACTIVATED };
      },
    );

    app.post(
      '/admin/users/:id/change-group/',
      {
        config: { who: 'admin', deedHas: ['group'] },
        schema: {
          tags,
          operationId: 'changeGroup',
          summary: 'Move a user to another group',
          description: 'What they may do changes with their next request.',
          params: schemas.userParameter,
          body: schemas.groupChange,
          response: answers(
            { 200: schemas.said(moved('moderator'), belongs('moderator')) },
            new UserNotFound(),
            new OwnGroupStays(),
            new LastAdminStays(),
          ),
        },
      },
      async ({ actor, params, body: { group } }) => {
        const changed = await changeGroup.execute({ actor, userId: params.id, group });
        return { message: changed ? moved(group) : belongs(group) };
      },
    );
  };
}

const ACTIVATED = 'User account activated successfully by admin.';
const ACTIVE_ALREADY = 'User account is already active.';
const DEACTIVATED = 'User account deactivated successfully by admin.';
const moved = (group: string) => `User group successfully changed to ${group}.`;
const belongs = (group: string) => `User already belongs to group ${group}.`;
