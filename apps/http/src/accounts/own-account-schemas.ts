import type { AccountExport } from '@online-cinema/application/accounts';
import type { AccountView, ObjectStorage, ProfileView } from '@online-cinema/application/ports';
import { GROUPS } from '@online-cinema/domain/shared';
import { Type } from 'typebox';
import { contributions, contributionsExample, presentContributions } from '../community/contribution-schemas.ts';
import { notification, presentNotification } from '../community/notification-schemas.ts';
import { cart, orderShape, presentCart, presentOrder, presentPurchase, purchase } from '../ordering/schemas.ts';
import { paymentShape, presentPayment } from '../payments/schemas.ts';
import { body, id, moment, momentExample, orNull } from '../shared/schemas.ts';
import { presentProfile, profileExample, profileShape } from './profile-schemas.ts';
import { email, presentSession, sessionExample, sessionFields } from './schemas.ts';

export const accountFields = {
  id: id('the user'),
  email,
  group: Type.Enum(GROUPS),
  is_active: Type.Boolean(),
  created_at: moment,
};

export const accountExample = {
  id: 1,
  email: 'ann@example.com',
  group: 'user',
  is_active: true,
  created_at: momentExample,
};

export const account = Type.Object(
  {
    ...accountFields,
    profile: orNull(profileShape, 'Null until there is one.'),
  },
  { title: 'Account', description: 'Your own account.', examples: [{ ...accountExample, profile: profileExample }] },
);

export function presentAccountFields({ id, email, group, isActive, createdAt }: AccountView) {
  return { id, email, group, is_active: isActive, created_at: createdAt.toISOString() };
}

export function presentAccount(view: AccountView, profile: ProfileView | null, objects: ObjectStorage) {
  return { ...presentAccountFields(view), profile: profile && presentProfile(profile, objects) };
}

const keptSession = Type.Object({ ...sessionFields, expires_at: moment }, { title: 'KeptSession' });

export const accountExport = Type.Object(
  {
    account: Type.Object({ ...account.properties, updated_at: moment }, { title: 'KeptAccount' }),
    sessions: Type.Array(keptSession, { description: 'Where you are logged in, and until when.' }),
    cart,
    orders: Type.Array(orderShape),
    payments: Type.Array(paymentShape),
    purchases: Type.Array(purchase, { description: 'Your library.' }),
    community: contributions,
    notifications: Type.Array(notification),
  },
  {
    title: 'AccountExport',
    description: 'Everything that is stored about you.',
    examples: [
      {
        account: { ...accountExample, profile: null, updated_at: momentExample },
        sessions: [{ ...sessionExample, expires_at: momentExample }],
        cart: { id: 0, items: [], total: '0.00' },
        orders: [],
        payments: [],
        purchases: [],
        community: contributionsExample,
        notifications: [],
      },
    ],
  },
);

export function presentExport(taken: AccountExport, objects: ObjectStorage) {
  return {
    account: {
      ...presentAccount(taken.account, taken.profile, objects),
      updated_at: taken.account.updatedAt.toISOString(),
    },
    sessions: taken.sessions.map((session) => ({
      ...presentSession(session),
      expires_at: session.expiresAt.toISOString(),
    })),
    cart: presentCart(taken.cart),
    orders: taken.orders.map(presentOrder),
    payments: taken.payments.map(presentPayment),
    purchases: taken.purchases.map(presentPurchase),
    community: presentContributions(taken.community),
    notifications: taken.notifications.map(presentNotification),
  };
}

export const erasure = body({ password: Type.String() }, { password: 'Str0ng!pass' });
