import { performance } from 'node:perf_hooks';
import { type Answer, Customer, PASSWORD } from '../../support/customer.ts';
import type { MailServer } from '../../support/mail-server.ts';
import { readMail } from '../../support/read-mail.ts';
import { eventually } from '../../support/running-cinema.ts';
import type { Outcome } from '../catalogue/load.ts';

const PATIENCE = 60_000;
/** More than this at once are told to come again: a password takes its time, and no more than 50 wait for that. */
const ARRIVE_AT_ONCE = 40;
const SEARCHES = ['godfather', 'star', 'love', 'casablanca'];

/** What customers did, and how long each of their requests took. */
export type Shopping = Outcome & { readonly bought: number };

/** So many customers at once do all that customers do, again and again for so long, and once at the least. */
export async function shopping(
  urls: readonly string[],
  { mailServer, customers, seconds }: { mailServer: MailServer; customers: number; seconds: number },
): Promise<Shopping> {
  const times: number[] = [];
  let failures = 0;
  let bought = 0;
  const run = Date.now();
  const begun = performance.now();
  const letter = letters(mailServer);

  const timed = async (customer: Customer, ...request: Parameters<Customer['ask']>): Promise<Answer> => {
    const sent = performance.now();
    const answer = await customer.ask(...request);
    if (answer.status >= 300) {
      failures += 1;
      throw new Error(`${request[0]} ${request[1]}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    times.push(performance.now() - sent);
    return answer;
  };

  const arrive = async (customer: Customer) => {
    const { email } = customer;
    await timed(customer, 'POST', '/accounts/register/', { email, password: PASSWORD });
    const html = await eventually(async () => letter(email, 'Account Activation'), PATIENCE);
    const token = /[?&;]token=([\w-]+)/.exec(html)?.[1] ?? '';
    await timed(customer, 'POST', '/accounts/activate/', { email, token });
    const { body } = await timed(customer, 'POST', '/accounts/login/', { email, password: PASSWORD });
    customer.accessToken = body.access_token;
  };

  const visit = async (customer: Customer, nth: number) => {
    await timed(customer, 'GET', '/theater/movies/');
    await timed(customer, 'GET', `/theater/movies/?search=${SEARCHES[nth % SEARCHES.length]}`);
    const path = `/theater/movies/?for_sale=true&price_from=1&per_page=1&page=${nth + 1}`;
    const [film] = (await timed(customer, 'GET', path)).body.movies;
    await timed(customer, 'GET', `/theater/movies/${film.id}/`);
    await timed(customer, 'POST', '/cart/items/', { movie_id: film.id });
    await timed(customer, 'GET', '/cart/');
    const order = (await timed(customer, 'POST', '/orders/')).body.id;
    const { checkout_url } = (await timed(customer, 'POST', `/orders/${order}/checkout/`)).body;
    await customer.choose(checkout_url, 'pay');
    await eventually(async () => {
      const { body } = await timed(customer, 'GET', `/orders/${order}/`);
      if (body.status !== 'paid') throw new Error(`Order ${order} is ${body.status}`);
    }, PATIENCE);
    bought += 1;
    await timed(customer, 'GET', '/purchases/');
  };

  const everyone = Array.from({ length: customers }, (_, at) => {
    return new Customer(urls[at % urls.length] ?? '', `shopper${at}-${run}@bench.example`);
  });
  const atTheDoor = [...everyone];
  const shopped: Promise<void>[] = [];
  const shop = async (customer: Customer) => {
    let nth = 0;
    do {
      await visit(customer, nth);
      nth += 1;
    } while (performance.now() - begun < seconds * 1000);
  };
  await Promise.all(
    Array.from({ length: ARRIVE_AT_ONCE }, async () => {
      for (let customer = atTheDoor.shift(); customer !== undefined; customer = atTheDoor.shift()) {
        await arrive(customer);
        shopped.push(shop(customer).catch(tell));
      }
    }),
  );
  await Promise.all(shopped);
  return { times, failures, bought, seconds: (performance.now() - begun) / 1000 };
}

/** Finds a mail among those that arrived, each of which is read once. @throws Error while it is not there */
function letters(mailServer: MailServer): (to: string, subject: string) => string {
  const read = new Map<string, string>();
  let next = mailServer.raw.length;
  return (to, subject) => {
    for (; next < mailServer.raw.length; next += 1) {
      const mail = readMail(mailServer.raw[next] ?? '');
      read.set(`${mail.to} ${mail.subject}`, mail.html);
    }
    const html = read.get(`${to} ${subject}`);
    if (html === undefined) throw new Error(`No mail "${subject}" for ${to}`);
    return html;
  };
}

function tell(error: unknown): void {
  process.stderr.write(`  a customer left: ${error instanceof Error ? error.message : String(error)}\n`);
}
