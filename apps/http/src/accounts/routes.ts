import type { ActivateAccount, RegisterUser, ResendActivation } from '@online-cinema/application/accounts';
import {
  AccountAlreadyActive,
  EmailAlreadyTaken,
  emailFaults,
  InvalidActivationToken,
  passwordFaults,
} from '@online-cinema/domain/accounts';
import { answers, sentence } from '../shared/answers.ts';
import type { Routes } from '../type-provider.ts';
import { type UserAdministrationNeeds, userAdministrationRoutes } from './admin-routes.ts';
import { type OwnAccountNeeds, ownAccountRoutes } from './own-account-routes.ts';
import { type PasswordUseCases, passwordRoutes } from './password-routes.ts';
import { type ProfileNeeds, profileRoutes } from './profile-routes.ts';
import * as schemas from './schemas.ts';
import { type SessionUseCases, sessionRoutes } from './session-routes.ts';

type AccountUseCases = SessionUseCases &
  PasswordUseCases &
  OwnAccountNeeds &
  ProfileNeeds &
  UserAdministrationNeeds &
  Readonly<{ registerUser: RegisterUser; activateAccount: ActivateAccount; resendActivation: ResendActivation }>;

const tags = ['Accounts'];

/** Everything about accounts: registering, logging in, the account itself. */
export function accountRoutes(accounts: AccountUseCases): Routes {
  return async (app) => {
    app.post(
      '/accounts/register/',
      {
        config: {
          who: 'anyone',
          limited: 'register',
          failure: 'An error occurred during user creation.',
          rules: { email: emailFaults, password: passwordFaults },
        },
        schema: {
          tags,
          operationId: 'register',
          summary: 'Register',
          description: 'Opens an account, which an e-mailed link activates.',
          body: schemas.registration,
          response: answers({ 201: schemas.registered }, new EmailAlreadyTaken('ann@example.com')),
        },
      },
      async (request, reply) => {
        const registered = await accounts.registerUser.execute(request.body);
        request.about = { user: registered.id };
        return reply.code(201).send(registered);
      },
    );

    const activated = sentence('User account activated successfully.');
    app.post(
      '/accounts/activate/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          operationId: 'activateAccount',
          summary: 'Activate an account',
          description: 'With the token of the e-mail, which is good for 24 hours.',
          body: schemas.activation,
          response: answers({ 200: activated.schema }, new InvalidActivationToken(), new AccountAlreadyActive()),
        },
      },
      async (request) => {
        const { userId } = await accounts.activateAccount.execute(request.body);
        request.about = { user: userId };
        return activated.answer;
      },
    );

    const resent = sentence(
      'If the account exists and is not active, you will receive an email with a new activation link.',
    );
    app.post(
      '/accounts/resend-activation/',
      {
        config: { who: 'anyone', limited: 'resend-activation', rules: { email: emailFaults } },
        schema: {
          tags,
          operationId: 'resendActivation',
          summary: 'Ask for another activation link',
          description: 'Answers the same whether or not there is such an account.',
          body: schemas.resend,
          response: answers({ 200: resent.schema }),
        },
      },
      async ({ body }) => {
        await accounts.resendActivation.execute(body);
        return resent.answer;
      },
    );

    // In the order in which the documentation is to show them.
    await app.register(sessionRoutes(accounts));
    await app.register(passwordRoutes(accounts));
    await app.register(ownAccountRoutes(accounts));
    await app.register(profileRoutes(accounts));
    await app.register(userAdministrationRoutes(accounts));
  };
}
