import fastifyPlugin from 'fastify-plugin';
import { answerMethodNotAllowed, answerNotFound } from '../pages/nothing-here.ts';

type Pattern = Readonly<{ segments: readonly string[]; methods: Set<string> }>;

/** Answers 404 for paths that nothing is at, and 405 with what is allowed for methods that a path does not take. */
export const unknownPaths = fastifyPlugin(async (app) => {
  const patterns = new Map<string, Pattern>();

  app.addHook('onRoute', ({ url, method }) => {
    if (isForPreflights(url, method)) return;
    const segments = segmentsOf(url);
    const pattern = patterns.get(segments.join('/')) ?? { segments, methods: new Set() };
    for (const one of [method].flat()) pattern.methods.add(one);
    patterns.set(segments.join('/'), pattern);
  });

  // Before the body is read: what nobody takes need not be parsed.
  app.addHook('onRequest', (request, reply, done) => {
    const { url = '' } = request.routeOptions;
    const isNobodys = request.is404 || isForPreflights(url, request.method);
    const hasParameters = url.includes(':');
    if (!isNobodys && !(hasParameters && isAnotherPathsParameter(request.url, request.method, patterns))) {
      return done();
    }
    const allowed = allowedAt(request.url, [...patterns.values()]);
    if (allowed.length === 0) answerNotFound(request, reply);
    else answerMethodNotAllowed(request, reply, allowed);
  });

  // A route that decides itself that there is nothing (`reply.callNotFound()`), a file that is gone, …
  app.setNotFoundHandler(answerNotFound);
});

/** Whether a route is only there for browsers that ask whether they may, wherever it is; it answers nothing else. */
function isForPreflights(url: string, method: string | readonly string[]): boolean {
  return url === '*' && method === 'OPTIONS';
}

/** Whether a path of its own, without this method, was taken for the parameter of another: `GET /payments/webhook/`. */
function isAnotherPathsParameter(url: string, method: string, patterns: ReadonlyMap<string, Pattern>): boolean {
  const own = patterns.get(segmentsOf(url.split('?', 1)[0] ?? '').join('/'));
  return own !== undefined && !own.methods.has(method) && method !== 'OPTIONS';
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/');
}

/** The methods of the pattern that matches best: the one with the fewest parameters. */
function allowedAt(url: string, patterns: readonly Pattern[]): readonly string[] {
  const segments = segmentsOf(url.split('?', 1)[0] ?? '');
  const matching = patterns.filter((pattern) => matches(pattern.segments, segments));
  const [best] = matching.toSorted((one, other) => parametersOf(one) - parametersOf(other));
  return best === undefined ? [] : [...best.methods].toSorted();
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.at(-1) === '*') {
    // The rest that it stands for is not empty.
    return pattern.length <= segments.length && pattern.slice(0, -1).every((part, at) => part === segments[at]);
  }
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, position) => part.startsWith(':') || part === segments[position]);
}

function parametersOf({ segments }: Pattern): number {
  return segments.filter((part) => part.startsWith(':') || part === '*').length;
}
