import type { StripeStandIn } from './stand-in.ts';
import type { Trouble } from './trouble.ts';
import type { Delivery } from './webhooks.ts';

/** What the stand-in can be told over HTTP, when it runs as a process of its own. */
export type Command =
  | { readonly do: 'pay' | 'decline' | 'expire' | 'promise'; readonly session: string }
  | { readonly do: 'end-promise'; readonly session: string; readonly as: 'kept' | 'broken' }
  | { readonly do: 'refund'; readonly payment: string; readonly amount?: number }
  | { readonly do: 'hold-refunds' }
  | { readonly do: 'end-refunds'; readonly as: 'succeeded' | 'failed' }
  | { readonly do: 'begin-trouble'; readonly trouble: Trouble }
  | { readonly do: 'end-trouble' }
  | { readonly do: 'send-webhooks'; readonly to: string; readonly copies?: number }
  | { readonly do: 'hold-webhooks' | 'lose-webhooks' }
  | { readonly do: 'deliver-webhooks'; readonly to: string; readonly how?: Delivery }
  | { readonly do: 'show' };

/** Does it, and answers with what there is to tell. */
export async function obey(standIn: StripeStandIn, command: Command): Promise<unknown> {
  const { account, webhooks } = standIn;
  switch (command.do) {
    case 'pay':
      return account.pay(command.session);
    case 'decline':
      return account.decline(command.session);
    case 'expire':
      return account.expire(command.session);
    case 'promise':
      return account.promise(command.session);
    case 'end-promise':
      return account.endPromise(command.session, command.as);
    case 'refund':
      return account.refund(command.payment, command.amount).refund;
    case 'hold-refunds':
      return account.holdRefunds();
    case 'end-refunds':
      return account.endRefunds(command.as);
    case 'begin-trouble':
      return standIn.troubles.begin(command.trouble);
    case 'end-trouble':
      return standIn.troubles.end();
    case 'send-webhooks':
      return webhooks.sendTo(command.to, command.copies);
    case 'hold-webhooks':
      return webhooks.hold();
    case 'lose-webhooks':
      return webhooks.lose();
    case 'deliver-webhooks':
      return webhooks.deliver(command.to, command.how);
    case 'show':
      return { sessions: account.sessions, events: webhooks.events, requests: standIn.requests };
  }
}

/** Tells a stand-in at an address what to do. */
export async function command(url: string, order: Command): Promise<unknown> {
  const response = await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify(order) });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}
