import type { EraseAccount, ExportAccount } from '@online-cinema/application/accounts';
import type { AccountQueries, ObjectStorage } from '@online-cinema/application/ports';
import { LastAdminStays, PasswordIncorrect } from '@online-cinema/domain/accounts';
import { PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import { answers, noContent } from '../shared/answers.ts';
import type { Routes } from '../type-provider.ts';
import * as schemas from './own-account-schemas.ts';

export type OwnAccountNeeds = Readonly<{
  exportAccount: ExportAccount;
  eraseAccount: EraseAccount;
  accountQueries: AccountQueries;
  objects: ObjectStorage;
}>;

const tags = ['Accounts'];

/** What a user can see of their own account, take along, and leave behind. */
export function ownAccountRoutes({ exportAccount, eraseAccount, accountQueries, objects }: OwnAccountNeeds): Routes {
  return async (app) => {
    app.get(
      '/accounts/me/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'getAccount',
          summary: 'See your account',
          description: 'Who you are to the cinema, with your profile where there is one.',
          response: answers({ 200: schemas.account }),
        },
      },
      async ({ actor }) => {
        const account = await accountQueries.account(actor);
        return schemas.presentAccount(account, await accountQueries.profile(account.id), objects);
      },
    );

    app.get(
      '/accounts/me/export/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'exportAccount',
          summary: 'Take your data along',
          description: 'Everything that is stored about you, but secrets.',
          response: answers({ 200: schemas.accountExport }),
        },
      },
      async ({ actor }) => schemas.presentExport(await exportAccount.execute({ actor }), objects),
    );

    app.delete(
      '/accounts/me/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'deleteAccount',
          summary: 'Delete your account',
          description: 'For good, with all that is yours alone; what you paid stays in the books, by nobody.',
          body: schemas.erasure,
          response: answers(
            { 204: noContent('The account is gone.') },
            new PasswordIncorrect(),
            new LastAdminStays(),
            new PaymentServiceUnavailable(),
          ),
        },
      },
      async ({ actor, body }, reply) => {
        await eraseAccount.execute({ actor, password: body.password });
        return reply.code(204).send(null);
      },
    );
  };
}
