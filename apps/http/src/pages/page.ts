import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { FastifyReply } from 'fastify';

/** Templates are named by their path below this folder: `pages/templates/message`. */
const views = fileURLToPath(new URL('..', import.meta.url));
const templates = new Eta({ views, cache: true, autoEscape: true });

export interface Page {
  readonly status: number;
  /** A template's path below `apps/http/src`, without its ending. */
  readonly template: string;
  readonly title: string;
  /** What the template shows; every value is escaped. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Where, besides this system, the page's form may lead to, at once or by a redirect. */
  readonly formTargets?: readonly string[];
}

/** Answers with a page that no other site can frame, no cache keeps and no script runs on, and that leaks no address. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  const { status, template, title, values = {}, formTargets = [] } = page;
  return reply
    .code(status)
    .headers(headersOf(formTargets))
    .type('text/html; charset=utf-8')
    .send(templates.render(template, { ...values, title }));
}

function headersOf(formTargets: readonly string[]): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "frame-src 'self'",
    // Chromium holds redirects after a form against this as well.
    ["form-action 'self'", ...new Set(formTargets.map((target) => new URL(target).origin))].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  };
}
