export { AddToCart } from './add-to-cart.ts';
export { CancelOrder, type CancelOrderCommand } from './cancel-order.ts';
export { CancelOverdueOrders } from './cancel-overdue-orders.ts';
export {
  type Claim,
  ClaimIdempotencyKey,
  type ClaimIdempotencyKeyCommand,
} from './claim-idempotency-key.ts';
export { ClearCart } from './clear-cart.ts';
export { ForgetIdempotencyKeys } from './forget-idempotency-keys.ts';
export { KeepAnswer } from './keep-answer.ts';
export { PlaceOrder, type PlaceOrderCommand } from './place-order.ts';
export { RemoveFromCart } from './remove-from-cart.ts';
