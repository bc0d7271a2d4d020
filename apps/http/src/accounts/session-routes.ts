import type {
  EndOtherSessions,
  EndSession,
  LogIn,
  LogOut,
  RefreshAccessToken,
} from '@online-cinema/application/accounts';
import type { AccountQueries, Clock } from '@online-cinema/application/ports';
import {
  AccountDeactivated,
  AccountNotActivated,
  RefreshTokenExpired,
  RefreshTokenInvalid,
  RefreshTokenNotFound,
  SessionNotFound,
  WrongCredentials,
} from '@online-cinema/domain/accounts';
import { answers, noContent, sentence } from '../shared/answers.ts';
import type { Routes } from '../type-provider.ts';
import * as schemas from './schemas.ts';

export type SessionUseCases = Readonly<{
  logIn: LogIn;
  refreshAccessToken: RefreshAccessToken;
  logOut: LogOut;
  endSession: EndSession;
  endOtherSessions: EndOtherSessions;
  accountQueries: AccountQueries;
  clock: Clock;
}>;

const tags = ['Accounts'];

/** Logging in and out, and the sessions in between. */
export function sessionRoutes(accounts: SessionUseCases): Routes {
  return async (app) => {
    app.post(
      '/accounts/login/',
      {
        config: { who: 'anyone', limited: 'login', failure: 'An error occurred while processing the request.' },
        schema: {
          tags,
          operationId: 'logIn',
          summary: 'Log in',
          description: 'Begins a session and gives its two tokens.',
          body: schemas.credentials,
          response: answers(
            { 201: schemas.tokens },
            new WrongCredentials(),
            new AccountNotActivated(),
            new AccountDeactivated(),
          ),
        },
      },
      async (request, reply) => {
        const { body, headers, ip } = request;
        const command = { ...body, userAgent: headers['user-agent'] ?? null, ipAddress: ip };
        const { userId, accessToken, refreshToken } = await accounts.logIn.execute(command);
        request.about = { user: userId };
        return reply.code(201).send({ access_token: accessToken, refresh_token: refreshToken, token_type: 'bearer' });
      },
    );

    app.post(
      '/accounts/refresh/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          operationId: 'refreshAccessToken',
          summary: 'Refresh the access token',
          description:
            'Gives another access token; the refresh token stays the same, and as many may ask at once as like.',
          body: schemas.refreshToken,
          response: answers(
            { 200: schemas.refreshed },
            new RefreshTokenExpired(),
            new RefreshTokenInvalid(),
            new RefreshTokenNotFound(),
          ),
        },
      },
      async ({ body }) => {
        const { accessToken } = await accounts.refreshAccessToken.execute({ refreshToken: body.refresh_token });
        return { access_token: accessToken, token_type: 'bearer' as const };
      },
    );

    const loggedOut = sentence('Logged out successfully.');
    app.post(
      '/accounts/logout/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'logOut',
          summary: 'Log out',
          description: 'Ends the session; both of its tokens are dead at once.',
          body: schemas.refreshToken,
          response: answers({ 200: loggedOut.schema }, new RefreshTokenExpired(), new RefreshTokenInvalid()),
        },
      },
      async ({ actor, session, body }) => {
        await accounts.logOut.execute({ actor, session, refreshToken: body.refresh_token });
        return loggedOut.answer;
      },
    );

    app.get(
      '/accounts/sessions/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'listSessions',
          summary: 'List your sessions',
          description: 'A login begins one, which lasts 7 days unless the cinema has set another number.',
          response: answers({ 200: schemas.sessions }),
        },
      },
      async ({ actor, session }) => {
        const views = await accounts.accountQueries.sessions(actor, accounts.clock.now());
        return schemas.presentSessions(views, session);
      },
    );

    app.delete(
      '/accounts/sessions/:id/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'endSession',
          summary: 'End one of your sessions',
          description: 'Its tokens are dead at once.',
          params: schemas.sessionParameter,
          response: answers({ 204: noContent('The session is over.') }, new SessionNotFound()),
        },
      },
      async ({ actor, params }, reply) => {
        await accounts.endSession.execute({ actor, sessionId: params.id });
        return reply.code(204).send(null);
      },
    );

    app.delete(
      '/accounts/sessions/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'endOtherSessions',
          summary: 'End all your other sessions',
          description: 'Their tokens are dead at once; those of this one stay good.',
          response: answers({ 204: noContent('Only this session is left.') }),
        },
      },
      async ({ actor, session }, reply) => {
        await accounts.endOtherSessions.execute({ actor, session });
        return reply.code(204).send(null);
      },
    );
  };
}
