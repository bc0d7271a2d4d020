import type { Values } from './read-variables.ts';
import type { VariableName } from './variables.ts';

/** The payment service that is configured; the sandbox where none is. */
export type Payments =
  | Readonly<{ kind: 'sandbox' }>
  | Readonly<{ kind: 'stripe'; secretKey: string; webhookSecret: string; apiBase: string | undefined }>;

type ServiceName = Exclude<Payments['kind'], 'sandbox'>;

/** The variables that a payment service needs, all of them, and those that it takes besides. */
export type ServiceVariables = Readonly<{
  needs: readonly [VariableName, ...VariableName[]];
  takes: readonly VariableName[];
}>;

/** Every payment service, which is one at a time: the one whose variables are set. */
export const paymentServices: {
  readonly [Name in ServiceName]: ServiceVariables & {
    readonly read: (values: Values) => Extract<Payments, { kind: Name }> | undefined;
  };
} = {
  stripe: {
    needs: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
    takes: ['STRIPE_API_BASE'],
    read: ({ STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: apiBase }) =>
      secretKey === undefined || webhookSecret === undefined
        ? undefined
        : { kind: 'stripe', secretKey, webhookSecret, apiBase },
  },
};

export function paymentsOf(values: Values): Payments {
  const services = Object.values(paymentServices).map(({ read }) => read(values));
  return services.find((service) => service !== undefined) ?? { kind: 'sandbox' };
}
