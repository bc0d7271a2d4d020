import type { MovieFacts } from '@online-cinema/domain/catalogue';
import { Money } from '@online-cinema/domain/shared';
import type { AnApi } from './an-api.ts';
import type { Answer, Caller } from './caller.ts';

/** What customers of an API do, from the film to the money. */
export function shoppingAt(api: Pick<AnApi, 'aMovie' | 'anyone' | 'gateway'>) {
  let films = 0;

  /** A film with a name of its own, by its price in cents; null is not for sale. */
  const aFilm = (minor: number | null = 999, known: Partial<MovieFacts> = {}) => {
    films += 1;
    return api.aMovie({ name: `Film ${films}`, price: minor === null ? null : Money.of(minor, 'USD'), ...known });
  };

  /** Puts films into the cart, by their ids. */
  const fillCart = async (user: Caller, ...movieIds: readonly number[]): Promise<void> => {
    for (const movie_id of movieIds) await user.post('/cart/items/', { movie_id });
  };

  /** An order of new films at these prices, in cents, as it was answered. */
  const anOrder = async (user: Caller, ...prices: readonly number[]) => {
    for (const price of prices) await fillCart(user, (await aFilm(price)).id);
    return (await user.post('/orders/')).body;
  };

  /** Hands over a webhook of the gateway's, the latest unless another is given. */
  const deliver = (webhook = api.gateway.webhooks.at(-1)): Promise<Answer> =>
    api
      .anyone()
      .post('/payments/webhook/', webhook?.rawBody, { [api.gateway.signatureHeader]: webhook?.signature ?? '' });

  /** Opens the checkout of an order; gives its session at the gateway. */
  const checkOut = async (user: Caller, orderId: number): Promise<string> => {
    const { checkout_url: url } = (await user.post(`/orders/${orderId}/checkout/`)).body;
    return url.slice(url.lastIndexOf('/') + 1);
  };

  /** Checks an order out and pays it; gives the session. */
  const pay = async (user: Caller, orderId: number): Promise<string> => {
    const session = await checkOut(user, orderId);
    api.gateway.pay(session);
    await deliver();
    return session;
  };

  /** An order of new films at these prices, in cents, that is paid; and the gateway's id of the payment. */
  const aPaidOrder = async (user: Caller, ...prices: readonly number[]) => {
    const order = await anOrder(user, ...(prices.length === 0 ? [999] : prices));
    const session = await pay(user, order.id);
    return { ...order, externalPaymentId: session.replace('cs_test_', 'pi_') };
  };

  return { aFilm, fillCart, anOrder, deliver, checkOut, pay, aPaidOrder };
}

/** Status and body of an answer. */
export const plain = ({ status, body }: Answer) => [status, body];
