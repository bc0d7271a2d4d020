import type { Money } from '@online-cinema/domain/shared';
import type { FastifyReply } from 'fastify';
import { browserForms, fieldOf } from '../pages/browser-forms.ts';
import { type Message, sendMessage } from '../pages/message.ts';
import { sendPage } from '../pages/page.ts';
import type { Problem } from '../pages/problem.ts';
import type { Routes } from '../type-provider.ts';

/** A session as its pay page shows it. */
export interface CheckoutView {
  readonly id: string;
  readonly orderId: number;
  /** What is being bought. */
  readonly films: readonly { readonly name: string; readonly price: Money }[];
  readonly amount: Money;
  readonly status: 'open' | 'complete' | 'expired';
  /** Whether all that was paid went back. */
  readonly isGivenBack: boolean;
  readonly expiresAt: Date;
  /** Whole minutes until then. */
  readonly minutesLeft: number;
  /** Why the last attempt to pay failed; null if none did. */
  readonly decline: { readonly code: string; readonly reason: string; readonly advice: string } | null;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** The sandbox as its customers meet it. Undefined: there is no such session. */
export interface Checkout {
  look(id: string): CheckoutView | undefined;
  pay(id: string): CheckoutView | undefined;
  decline(id: string): CheckoutView | undefined;
}

interface SessionPath {
  Params: { session: string };
}

const SEE_OTHER = 303;

const UNKNOWN: Message = {
  status: 404,
  title: 'There is nothing to pay here',
  mood: 'bad',
  paragraphs: ['We know of no payment at this address. Open the checkout of your order again to get a new one.'],
};

const CLOSED: Message = {
  status: 410,
  title: 'This payment is closed',
  mood: 'bad',
  paragraphs: [
    'Its time was up, or the order was cancelled. Nothing was charged.',
    'If you still want the films, order them again.',
  ],
};

const PAID_BEFORE: Message = {
  status: 410,
  title: 'This is paid already',
  mood: 'good',
  paragraphs: ['The payment has gone through, and you were charged once. There is nothing left to do here.'],
};

const NO_OUTCOME: Message = {
  status: 422,
  title: 'That was none of the buttons',
  mood: 'bad',
  paragraphs: ['This page can pay, decline or cancel, and has done nothing. Please go back and choose one of these.'],
};

const GIVEN_BACK: Message = {
  status: 410,
  title: 'Paid, and refunded since',
  mood: 'neutral',
  paragraphs: ['The payment had gone through, and the money went back to where it came from.'],
};

/** How many films are shown at once; a longer list is scrolled, so that the buttons stay in reach. */
const SHORT_LIST = 5;

/** The sandbox's hosted pay page, at the address that checkout gives out. */
export function sandboxCheckout(checkout: Checkout): Routes {
  return async (app) => {
    await browserForms(app);

    app.get<SessionPath>('/sandbox/checkout/:session', async ({ params, query }, reply) => {
      const view = checkout.look(params.session);
      if (view?.status === 'open') return sendPayPage(reply, { view, declined: fieldOf(query, 'declined') });
      if (view?.status === 'complete') {
        const message = view.isGivenBack ? GIVEN_BACK : PAID_BEFORE;
        return sendMessage(reply, { ...message, link: { href: view.successUrl, text: 'Back to the cinema' } });
      }
      return sendMessage(reply, view ? CLOSED : UNKNOWN);
    });

    app.post<SessionPath>('/sandbox/checkout/:session', async ({ params, body }, reply) => {
      const press = buttons.get(fieldOf(body, 'outcome') ?? '');
      if (!press) return sendMessage(reply, NO_OUTCOME);
      const { view, whileOpen } = press(checkout, params.session);
      // Whoever has paid is done, whatever they press now, and is not charged again.
      if (view?.status === 'complete') return reply.redirect(view.successUrl, SEE_OTHER);
      if (view?.status === 'open') return reply.redirect(whileOpen(view), SEE_OTHER);
      return sendMessage(reply, view ? CLOSED : UNKNOWN);
    });
  };
}

/** What a button makes of a session, and where it leads to if the session is open after that. */
type Button = (
  checkout: Checkout,
  id: string,
) => { readonly view: CheckoutView | undefined; readonly whileOpen: (view: CheckoutView) => string };

const buttons: ReadonlyMap<string, Button> = new Map<string, Button>([
  ['pay', (checkout, id) => ({ view: checkout.pay(id), whileOpen: backToPage })],
  ['decline', (checkout, id) => ({ view: checkout.decline(id), whileOpen: backToPage })],
  ['cancel', (checkout, id) => ({ view: checkout.look(id), whileOpen: ({ cancelUrl }) => cancelUrl })],
]);

function backToPage({ id, decline }: CheckoutView): string {
  return `/sandbox/checkout/${id}${decline ? `?declined=${decline.code}` : ''}`;
}

/** Says why the card was declined to whom that has just happened, and not for the rest of the session's life. */
function sendPayPage(reply: FastifyReply, asked: { view: CheckoutView; declined: string | undefined }): FastifyReply {
  const { orderId, films, amount, expiresAt, minutesLeft, successUrl, cancelUrl } = asked.view;
  const decline = asked.view.decline?.code === asked.declined ? asked.view.decline : null;
  const title = `Pay ${amount.format()}`;
  return sendPage(reply, {
    status: 200,
    title: decline ? `Declined · ${title}` : title,
    template: 'sandbox/templates/checkout',
    values: {
      orderId,
      films: films.map((film) => ({ name: film.name, price: film.price.format() })),
      isLong: films.length > SHORT_LIST,
      amount: amount.format(),
      problem: decline && problemOf(decline),
      expiresAt: expiresAt.toISOString(),
      until: timeOf(expiresAt),
      left: minutesLeft === 0 ? 'less than a minute' : minutesLeft === 1 ? 'one minute' : `${minutesLeft} minutes`,
    },
    formTargets: [successUrl, cancelUrl],
  });
}

function problemOf({ reason, advice }: NonNullable<CheckoutView['decline']>): Omit<Problem, 'status'> {
  return { title: reason, lines: [{ text: 'Nothing was charged.' }, { text: advice }] };
}

function timeOf(moment: Date): string {
  return `${moment.toISOString().slice(11, 16)} UTC`;
}
