import { pages } from '@online-cinema/http/pages/routes';
import { onTestFinished } from 'vitest';
import { aServer, aServerSettings } from './a-server.ts';

type Link = Readonly<{ email: string; token: string }>;

/** The pages for browsers, on use cases that write down what they are asked for. They are there until the test is over. */
export async function somePages({ hasMailbox = true, rateLimits = aServerSettings.rateLimits } = {}) {
  const activated: Link[] = [];
  const chosen: (Link & { password: string })[] = [];
  let failure: Error | undefined;
  const noting = <Command>(notes: Command[]) => ({
    execute: async (command: Command) => {
      if (failure) throw failure;
      notes.push(command);
      return { userId: 1 };
    },
  });
  const useCases = { activateAccount: noting(activated), completePasswordReset: noting(chosen) };
  const settings = { ...aServerSettings, rateLimits };
  const { app, log } = await aServer({ settings, pages: [pages({ ...useCases, hasMailbox })] });
  onTestFinished(() => app.close());

  return {
    app,
    log,
    activated,
    chosen,
    /** From now on the use cases fail with this, or with nothing. */
    failWith(error: Error | undefined): void {
      failure = error;
    },
    /** Sends what a browser sends when a form's button is pressed. */
    send: (url: string, payload: string) =>
      app.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload }),
  };
}

/** What a browser would send of the form that a page shows, as far as it is filled in. */
export function formIn(html: string): string {
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(/<input [^>]*?name="(\w+)" value="([^"]*)"/g)) {
    form.append(name, unescaped(value));
  }
  return form.toString();
}

/** HTML's text as it is read. */
export function unescaped(text: string): string {
  return text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}
