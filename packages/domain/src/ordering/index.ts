export { Cart, type CartItem, type CartState, type Holdings } from './cart.ts';
export * from './errors.ts';
export * from './idempotency-key.ts';
export type { MovieLabel, Offer } from './offer.ts';
export {
  ORDER_STATUSES,
  Order,
  type OrderDraft,
  type OrderedMovie,
  type OrderItemState,
  type OrderState,
  type OrderStatus,
  type PriceChange,
} from './order.ts';
export { type Exclusion, NothingToOrder, type Placement, placeOrder } from './place-order.ts';
export type { Purchase } from './purchase.ts';
