import { StripeStandIn } from './stand-in.ts';

/**
 * The stand-in as a process of its own: `node tests/support/stripe-stand-in/main.ts`. Says where it is to be found;
 * `HOST`, `PORT`, `STRIPE_SECRET_KEY`, `STRIPE_WEBHOOK_SECRET` and `WEBHOOK_URL`, where events go, as one likes.
 */
const { HOST, PORT, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, WEBHOOK_URL } = process.env;
const standIn = await StripeStandIn.start({
  ...(HOST && { host: HOST }),
  ...(PORT && { port: Number(PORT) }),
  ...(STRIPE_SECRET_KEY && { secretKey: STRIPE_SECRET_KEY }),
  ...(STRIPE_WEBHOOK_SECRET && { webhookSecret: STRIPE_WEBHOOK_SECRET }),
});
if (WEBHOOK_URL) standIn.webhooks.sendTo(WEBHOOK_URL);
process.stdout.write(`${standIn.url}\n`);
process.once('SIGTERM', () => standIn.stop());
