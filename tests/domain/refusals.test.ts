import * as accounts from '@online-cinema/domain/accounts';
import * as catalogue from '@online-cinema/domain/catalogue';
import * as community from '@online-cinema/domain/community';
import * as ordering from '@online-cinema/domain/ordering';
import * as payments from '@online-cinema/domain/payments';
import * as shared from '@online-cinema/domain/shared';
import { DomainError, type ErrorKind, InvalidInput, Money } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';

const { AvatarRefused } = accounts;
const film = { name: 'Heat', date: null, year: 1995 };
const excluded = [{ movie: { id: 1, uuid: 'u', name: 'Heat' }, reason: 'purchased' as const }];
const change = {
  movie: { id: 1, uuid: 'u', name: 'Heat' },
  priceAtOrder: Money.of(999, 'USD'),
  price: Money.of(1099, 'USD'),
};

/** What clients are promised: the kind decides on the status of the answer, the words are shown to people. */
const refusals: readonly (readonly [error: DomainError, kind: ErrorKind, words: string])[] = [
  [new shared.NotSignedIn(), 'unauthenticated', 'Authorization header is missing'],
  [new shared.ModeratorRequired(), 'forbidden', 'Access denied. Moderator or admin required.'],
  [new shared.AdminRequired(), 'forbidden', 'Access denied. Admin privileges required.'],

  [
    new accounts.EmailAlreadyTaken('ann@cinema.example'),
    'conflict',
    'A user with this email ann@cinema.example already exists.',
  ],
  [new accounts.InvalidActivationToken(), 'refused', 'Invalid or expired activation token.'],
  [new accounts.AccountAlreadyActive(), 'refused', 'User account is already active.'],
  [new accounts.WrongCredentials(), 'unauthenticated', 'Invalid email or password.'],
  [new accounts.AccountNotActivated(), 'forbidden', 'User account is not activated.'],
  [new accounts.AccountDeactivated(), 'forbidden', 'User account has been deactivated.'],
  [new accounts.TokenExpired(), 'unauthenticated', 'Token has expired.'],
  [new accounts.TokenInvalid(), 'unauthenticated', 'Invalid token.'],
  [new accounts.RefreshTokenExpired(), 'refused', 'Token has expired.'],
  [new accounts.RefreshTokenInvalid(), 'refused', 'Invalid token.'],
  [new accounts.RefreshTokenNotFound(), 'unauthenticated', 'Refresh token not found.'],
  [new accounts.SessionRevoked(), 'unauthenticated', 'Token has been revoked.'],
  [new accounts.SessionNotFound(), 'not-found', 'Session with the given ID was not found.'],
  [new accounts.UserNotFoundOrInactive(), 'unauthenticated', 'User not found or not active.'],
  [new accounts.OldPasswordIncorrect(), 'refused', 'Old password is incorrect.'],
  [new accounts.PasswordUnchanged(), 'conflict', 'New password cannot be same as the old one.'],
  [new accounts.PasswordIncorrect(), 'forbidden', 'Password is incorrect.'],
  [new accounts.InvalidResetToken(), 'refused', 'Invalid email or token.'],
  [new accounts.UserNotFound(), 'not-found', 'User with given ID was not found.'],
  [new accounts.LastAdminStays(), 'conflict', 'The last admin cannot be removed.'],
  [new accounts.OwnGroupStays(), 'forbidden', 'Prevent changing the group of a user with the same ID as you.'],
  [new accounts.ProfileForbidden(), 'forbidden', "You don't have permission to edit this profile."],
  [new accounts.ProfileExists(), 'refused', 'User already has a profile.'],
  [new accounts.ProfileNotFound(), 'not-found', 'Profile not found.'],
  [AvatarRefused.tooLarge(), 'invalid', 'avatar: Image size exceeds 1 MB'],
  [AvatarRefused.tooManyPixels(), 'invalid', 'avatar: Image dimensions exceed 4096 pixels'],
  [AvatarRefused.noImage(), 'invalid', 'avatar: Invalid image format'],
  [AvatarRefused.ofFormat('gif'), 'invalid', 'avatar: Unsupported image format: GIF. Use one of next: JPG, JPEG, PNG'],

  [new catalogue.MovieNotFound(), 'not-found', 'Movie with the given ID was not found.'],
  [new catalogue.MovieAlreadyExists(film), 'conflict', "A movie with the name 'Heat' and year 1995 already exists."],
  [
    new catalogue.MovieAlreadyExists({ ...film, date: '1995-12-15' }),
    'conflict',
    "A movie with the name 'Heat' and release date '1995-12-15' already exists.",
  ],
  [new catalogue.MovieInCarts(), 'conflict', "Movie is in users' carts and cannot be deleted."],
  [new catalogue.MovieInPendingOrders(), 'conflict', 'Movie is in pending orders and cannot be deleted.'],
  [new catalogue.MoviePurchased(), 'conflict', 'Movie purchased by some user and cannot be deleted.'],
  [new catalogue.FacetNotFound('star'), 'not-found', 'Star with the given ID was not found.'],
  [
    new catalogue.FacetAlreadyExists({ kind: 'genre', name: 'Drama' }),
    'conflict',
    "A genre with name 'Drama' already exists.",
  ],
  [
    new catalogue.FacetAlreadyExists({ kind: 'actor', name: 'Al Pacino' }),
    'conflict',
    "An actor with name 'Al Pacino' already exists.",
  ],

  [new community.CommentNotFound(), 'not-found', 'Comment with the given ID was not found.'],
  [new community.NotYourComment(), 'forbidden', "You don't have permission to change this comment."],
  [new community.ReplyToReply(), 'refused', 'A reply cannot be replied to.'],

  [new ordering.MovieAlreadyInCart(), 'conflict', 'Movie already in cart.'],
  [new ordering.MovieAlreadyPurchased(), 'refused', 'Movie already purchased.'],
  [new ordering.MovieInPendingOrder(), 'refused', 'Movie is currently in the order in the pending status.'],
  [new ordering.MovieNotForSale(), 'refused', 'Movie is not for sale.'],
  [new ordering.MovieNotInCart(), 'not-found', 'Movie not found in cart.'],
  [new ordering.CartIsEmpty(), 'refused', 'Cart is empty.'],
  [new ordering.UnpaidOrderExists(), 'refused', 'You already have an unpaid (pending) order.'],
  [new ordering.NothingToOrder(excluded), 'conflict', 'Some movies already purchased'],
  [new ordering.OrderNotFound(), 'not-found', 'Order with given ID was not found.'],
  [new ordering.OrderNotPending(), 'conflict', 'Order is not pending.'],
  [new ordering.PaidOrderNeedsRefund(), 'conflict', 'Paid orders cannot be cancelled. Please request a refund.'],
  [new ordering.OrderNotPaid(), 'conflict', 'Order is not paid.'],
  [new ordering.CancelledOrderNotRefundable(), 'conflict', 'Cancelled orders cannot be refunded.'],
  [new ordering.OrderAlreadyCancelled(), 'conflict', 'Order is already cancelled.'],
  [new ordering.IdempotencyKeyReused(), 'invalid', 'Idempotency key was used for another request.'],
  [new ordering.RequestInProgress(), 'conflict', 'A request with this idempotency key is in progress.'],

  [
    new payments.PaymentServiceUnavailable(),
    'unavailable',
    'The payment service is not available. Please try again later.',
  ],
  [new payments.TotalTooSmall(), 'conflict', 'The total is below what the payment service accepts.'],
  [new payments.PricesChanged([change]), 'conflict', 'Prices have changed since the order was placed.'],
  [new payments.PaymentNotFound(), 'not-found', 'Payment with given ID was not found.'],
  [new payments.NoPaymentToRefund(), 'refused', 'No valid payment found to refund.'],
  [new payments.RefundPeriodOver(), 'conflict', 'The refund period is over.'],
  [new payments.WebhookSignatureMissing(), 'refused', 'Missing Stripe signature header'],
  [new payments.WebhookSignatureInvalid(), 'refused', 'Invalid Stripe webhook signature.'],
  [new payments.WebhookPayloadInvalid(), 'refused', 'Invalid Stripe webhook payload.'],
];

describe('a refusal', () => {
  it.each(refusals.map(([error, kind, words]) => [error.name, kind, words, error] as const))(
    'that is called %s is %s and says “%s”',
    (_, kind, words, error) => {
      expect([error.kind, error.message]).toEqual([kind, words]);
    },
  );

  it('is one of these', () => {
    const exported = [accounts, catalogue, community, ordering, payments, shared].flatMap((context) =>
      Object.values<unknown>(context).filter(isRefusal),
    );
    const told = new Set(refusals.map(([{ name }]) => name));
    expect(exported.map(({ name }) => name).filter((name) => !told.has(name))).toEqual(['InvalidInput']);
  });

  it('for faults of the input names every field with what is wrong with it', () => {
    const faults = [
      { field: 'email', message: 'is no address' },
      { field: 'password', message: 'is too short' },
    ];
    const error = new InvalidInput(faults);
    expect(error).toMatchObject({ kind: 'invalid', faults, message: 'email: is no address; password: is too short' });
    expect(() => InvalidInput.throwIfAny([])).not.toThrow();
  });

  it('of an order tells clients which movies it is about', () => {
    expect(new ordering.NothingToOrder(excluded).details).toEqual({ excluded });
    expect(new payments.PricesChanged([change]).details).toEqual({ changes: [change] });
    expect(new ordering.CartIsEmpty().details).toEqual({});
  });

  it('for want of the payment service keeps the cause for the log', () => {
    const cause = new Error('socket hang up');
    expect(new payments.PaymentServiceUnavailable({ cause }).cause).toBe(cause);
  });

  it('of a country whose code is taken names the country that has it', () => {
    const stated = { kind: 'country', name: 'Gaul' } as const;
    const taken = new catalogue.FacetAlreadyExists(stated, { kind: 'country', name: 'France' });
    expect(taken.message).toBe("A country with name 'France' already exists.");
    const repeated = new catalogue.FacetAlreadyExists(stated, { kind: 'country', name: 'GAUL' });
    expect(repeated.message).toBe("A country with name 'Gaul' already exists.");
  });
});

function isRefusal(exported: unknown): exported is { readonly name: string } {
  return typeof exported === 'function' && exported.prototype instanceof DomainError;
}
