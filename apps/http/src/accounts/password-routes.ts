import type { ChangePassword, CompletePasswordReset, RequestPasswordReset } from '@online-cinema/application/accounts';
import {
  emailFaults,
  InvalidResetToken,
  OldPasswordIncorrect,
  PasswordUnchanged,
  passwordFaults,
} from '@online-cinema/domain/accounts';
import { answers, sentence } from '../shared/answers.ts';
import type { Routes } from '../type-provider.ts';
import * as schemas from './password-schemas.ts';

export type PasswordUseCases = Readonly<{
  changePassword: ChangePassword;
  requestPasswordReset: RequestPasswordReset;
  completePasswordReset: CompletePasswordReset;
}>;

const tags = ['Accounts'];

/** Another password, for those who know theirs and those who forgot it. */
export function passwordRoutes(accounts: PasswordUseCases): Routes {
  return async (app) => {
    const changed = sentence('Password has been changed successfully!');
    app.post(
      '/accounts/change-password/',
      {
        config: { who: 'user', rules: { new_password: passwordFaults } },
        schema: {
          tags,
          operationId: 'changePassword',
          summary: 'Change your password',
          description: 'Ends all of your sessions, this one too: log in with the new password.',
          body: schemas.passwordChange,
          response: answers({ 200: changed.schema }, new OldPasswordIncorrect(), new PasswordUnchanged()),
        },
      },
      async ({ actor, body }) => {
        const { old_password: oldPassword, new_password: newPassword } = body;
        await accounts.changePassword.execute({ actor, oldPassword, newPassword });
        return changed.answer;
      },
    );

    const requested = sentence('If you are registered, you will receive an email with instructions.');
    app.post(
      '/accounts/password-reset/request/',
      {
        config: { who: 'anyone', limited: 'request-password-reset', rules: { email: emailFaults } },
        schema: {
          tags,
          operationId: 'requestPasswordReset',
          summary: 'Ask for a link to a new password',
          description: 'Answers the same, and as fast, whether or not there is such an account.',
          body: schemas.resetRequest,
          response: answers({ 200: requested.schema }),
        },
      },
      async ({ body }) => {
        await accounts.requestPasswordReset.execute(body);
        return requested.answer;
      },
    );

    const completed = sentence('Password reset successfully.');
    app.post(
      '/accounts/reset-password/complete/',
      {
        config: {
          who: 'anyone',
          limited: 'reset-password',
          failure: 'An error occurred while resetting the password.',
          rules: { password: passwordFaults },
        },
        schema: {
          tags,
          operationId: 'completePasswordReset',
          summary: 'Set a new password',
          description: 'With the token of the e-mail. A wrong try spends it; all sessions end.',
          body: schemas.resetCompletion,
          response: answers({ 200: completed.schema }, new InvalidResetToken()),
        },
      },
      async (request) => {
        const { userId } = await accounts.completePasswordReset.execute(request.body);
        request.about = { user: userId };
        return completed.answer;
      },
    );
  };
}
