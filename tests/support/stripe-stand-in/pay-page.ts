import type { Account } from './account.ts';
import type { Session } from './books.ts';

/** What the hosted page answers: a page, or where the browser goes next. */
export type PageAnswer = Readonly<{ status: number; html: string } | { status: 303; location: string }>;

/** The page where a customer pays: its form posts `outcome` = `pay`, `decline` or `cancel` to the same address. */
export function payPage(account: Account, method: string, id: string, body: string): PageAnswer {
  const session = account.sessions.find((one) => one.id === id);
  if (!session) return { status: 404, html: '<h1>There is nothing to pay here</h1>' };
  account.expireOverdue();
  if (method === 'POST' && session.status === 'open') return press(account, session, body);
  if (session.status === 'complete') return { status: 303, location: withSession(session.successUrl, session) };
  return session.status === 'open' ? { status: 200, html: formOf(session) } : { status: 410, html: '<h1>Over</h1>' };
}

function press(account: Account, session: Session, body: string): PageAnswer {
  const outcome = new URLSearchParams(body).get('outcome');
  if (outcome === 'pay') account.pay(session.id);
  else if (outcome === 'decline') account.decline(session.id);
  else if (outcome === 'cancel') return { status: 303, location: withSession(session.cancelUrl, session) };
  else return { status: 422, html: '<h1>That was none of the buttons</h1>' };
  return { status: 303, location: session.isPaid ? withSession(session.successUrl, session) : session.url };
}

function withSession(url: string, { id }: Session): string {
  return url.replace('{CHECKOUT_SESSION_ID}', id);
}

function formOf({ name, amount, currency, decline }: Session): string {
  const buttons = ['pay', 'decline', 'cancel'].map((one) => `<button name="outcome" value="${one}">${one}</button>`);
  const told = decline === null ? '' : `<p role="alert">${escaped(decline)}</p>`;
  return `<h1>${escaped(name)}</h1><p>${amount} ${escaped(currency)}</p>${told}<form method="post">${buttons.join('')}</form>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
