export { AddToCart } from './add-to-cart.ts';
export { CancelOrder, type CancelOrderCommand } from './cancel-order.ts';
export { CancelOverdueOrders } from './cancel-overdue-orders.ts';
export { ClearCart } from './clear-cart.ts';
export { PlaceOrder } from './place-order.ts';
export { RemoveFromCart } from './remove-from-cart.ts';
