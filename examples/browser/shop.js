import { Cart, Order, placeOrder, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import { DomainError, Money } from '@online-cinema/domain/shared';
import { element } from './page.js';

/** @typedef {import('@online-cinema/domain/ordering').Offer} Offer */

const CURRENCY = 'USD';
const CUSTOMER = 1;
const offers = [
  offer(1, 'The Shawshank Redemption', '10.99'),
  offer(2, 'The Shining', '8.99'),
  offer(3, 'Nosferatu', '0.00'),
  offer(4, 'A film not yet in the shops', null),
];

// What a shop keeps in its database.
const cart = Cart.restore({ id: 1, userId: CUSTOMER, items: [] });
/** @type {Order[]} */
const orders = [];

element('films', HTMLUListElement).append(...offers.map(rowOf));
onClick('place', 'cart-refusal', place);
onClick('pay', 'order-refusal', () => orders.at(-1)?.settle());
onClick('cancel', 'order-refusal', () => orders.at(-1)?.cancel());
onClick('refund', 'order-refusal', () => orders.at(-1)?.refunded());
show();

/** @param {Offer} film */
function addOrRemove(film) {
  const { id } = film.movie;
  if (cart.movieIds.includes(id)) cart.remove(id);
  else cart.add(film, { purchased: isIn('paid', id), inPendingOrder: isIn('pending', id) }, new Date());
}

function place() {
  if (orders.at(-1)?.status === 'pending') throw new UnpaidOrderExists();
  const purchasedMovieIds = offers.map(({ movie }) => movie.id).filter((id) => isIn('paid', id));
  const { order } = placeOrder({ userId: CUSTOMER, offers: inCart(), purchasedMovieIds, now: new Date() });
  const items = order.items.map((item, index) => ({ ...item, id: index + 1 }));
  orders.push(Order.restore({ ...order, items, id: orders.length + 1 }));
  cart.clear();
}

function inCart() {
  return offers.filter(({ movie }) => cart.movieIds.includes(movie.id));
}

/**
 * @param {import('@online-cinema/domain/ordering').OrderStatus} status
 * @param {number} movieId
 */
function isIn(status, movieId) {
  return orders.some((order) => order.status === status && order.movieIds.includes(movieId));
}

/** Puts on the page how things stand. */
function show() {
  for (const { movie } of offers) {
    const action = cart.movieIds.includes(movie.id) ? 'Remove' : 'Add';
    const button = element(`film-${movie.id}`, HTMLButtonElement);
    button.textContent = action;
    button.setAttribute('aria-label', `${action} ${movie.name}`);
  }
  const prices = inCart().flatMap(({ price }) => price ?? []);
  const total = Money.sum([Money.zero(CURRENCY), ...prices]);
  element('cart', HTMLElement).textContent = `In the cart: ${prices.length}, together ${inWords(total)}.`;
  const order = orders.at(-1);
  if (!order) return;
  const names = order.state.items.map(({ movie }) => movie.name).join(', ');
  element('order', HTMLElement).textContent =
    `Order ${order.id} is ${order.status}: ${names}, ${inWords(order.total)}.`;
  for (const action of ['pay', 'cancel', 'refund']) element(action, HTMLButtonElement).disabled = false;
}

/**
 * @param {string} button
 * @param {string} place where it is said what a rule forbids, in the words of the rule
 * @param {() => void} act
 */
function onClick(button, place, act) {
  element(button, HTMLButtonElement).addEventListener('click', () => attempt(place, act));
}

/**
 * @param {string} place
 * @param {() => void} act
 */
function attempt(place, act) {
  const refusal = element(place, HTMLElement);
  refusal.textContent = '';
  try {
    act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    refusal.textContent = error.message;
  }
  show();
}

/** @param {Offer} film */
function rowOf(film) {
  const { movie, price } = film;
  const row = document.createElement('li');
  const [name, cost] = [document.createElement('span'), document.createElement('span')];
  const button = document.createElement('button');
  name.textContent = movie.name;
  cost.textContent = price ? inWords(price) : 'not for sale';
  button.id = `film-${movie.id}`;
  button.addEventListener('click', () => attempt('cart-refusal', () => addOrRemove(film)));
  row.append(name, cost, button);
  return row;
}

/** @param {Money} money */
function inWords(money) {
  return `${money.toDecimal()} ${money.currency}`;
}

/**
 * @param {number} id
 * @param {string} name
 * @param {string | null} price
 * @returns {Offer}
 */
function offer(id, name, price) {
  return { movie: { id, uuid: `film-${id}`, name }, price: price === null ? null : Money.parse(price, CURRENCY) };
}
