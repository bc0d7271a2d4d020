import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyTypeProvider, RawServerDefault } from 'fastify';
import type { Logger } from 'pino';
import type { Static, TSchema } from 'typebox';

declare module 'fastify' {
  interface FastifyRequest {
    /** What its line of the log names besides, once the handler knows it: ids alone. */
    about: Readonly<Record<string, string | number>> | null;
  }
}

/** Gives handlers the types of their TypeBox schemas: what came in, and what may go out. */
export interface TypeBoxTypeProvider extends FastifyTypeProvider {
  validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}

/** The server as the routes see it. */
export type Server = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, Logger, TypeBoxTypeProvider>;

/** The routes of a context, as a plugin. */
export type Routes = (app: Server) => Promise<void>;
