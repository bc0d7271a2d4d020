import { Writable } from 'node:stream';
import { FixedClock } from '@online-cinema/adapters/in-memory';
import { TokenExpired, TokenInvalid, UserNotFoundOrInactive, WrongCredentials } from '@online-cinema/domain/accounts';
import { Actor, type Group } from '@online-cinema/domain/shared';
import { createLogger } from '@online-cinema/http/logger';
import { Metrics } from '@online-cinema/http/metrics';
import { buildServer, type ServerDependencies, type ServerSettings } from '@online-cinema/http/server';
import type { Routes, Server } from '@online-cinema/http/type-provider';

const groups: readonly Group[] = ['user', 'moderator', 'admin'];

/** A server for everybody, behind nothing, that limits nothing. */
export const aServerSettings: ServerSettings = {
  version: '0.0.0',
  opsToken: undefined,
  trustedProxies: [],
  corsOrigins: [],
  rateLimits: { perAddress: 0, perAccount: 0 },
  publicUrl: 'http://127.0.0.1:8000',
  maxEventLoopDelay: 0,
};

/** A server whose tokens are the names of groups; `expired` has expired, `gone` speaks for nobody, others are not ours. */
export async function aServer(
  needs: { api?: readonly Routes[]; pages?: readonly Routes[] } & Partial<Omit<ServerDependencies, 'api' | 'pages'>>,
): Promise<{ app: Server; log: LogLines }> {
  const log = new LogLines();
  const app = await buildServer({
    settings: aServerSettings,
    logger: createLogger('info', log),
    authentication: door,
    docs: { ...door, docsAccess: 'public', identifyByPassword: nobody },
    healthChecks: [],
    metrics: new Metrics('0.0.0'),
    sharedCounts: undefined,
    api: [],
    pages: [],
    ...needs,
  });
  return { app, log };
}

const openTokens = {
  async verify(_use: 'access' | 'refresh', token: string) {
    if (token === 'expired') throw new TokenExpired();
    const userId = [...groups, 'gone'].indexOf(token) + 1;
    if (userId === 0) throw new TokenInvalid();
    return { userId, session: `session of ${token}` };
  },
};

const openDoor = {
  async execute({ userId }: { userId: number }) {
    const group = groups[userId - 1];
    if (group === undefined) throw new UserNotFoundOrInactive();
    return Actor.user(userId, group);
  },
};

const door = { accessTokens: openTokens, authenticate: openDoor, clock: new FixedClock() };

const nobody = {
  async execute(): Promise<never> {
    throw new WrongCredentials();
  },
};

/** What was logged, line by line. */
export class LogLines extends Writable {
  readonly lines: string[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.lines.push(...chunk.toString().trimEnd().split('\n'));
    done();
  }

  /** The lines as objects. */
  get entries(): readonly Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line));
  }
}
