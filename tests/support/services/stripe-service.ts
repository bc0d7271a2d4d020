import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { eventually } from '../running-cinema.ts';
import { Child } from './child.ts';

const STAND_IN = join(import.meta.dirname, '../stripe-stand-in/main.ts');

/** The stand-in for Stripe as a process of its own; `command` of stripe-stand-in tells it what is to happen there. */
export class StripeService {
  readonly secretKey = 'sk_test_standin';
  readonly webhookSecret = 'whsec_standin';
  readonly url: string;
  readonly #process: Child;

  private constructor(port: number, webhookUrl: string | undefined) {
    this.url = `http://127.0.0.1:${port}`;
    this.#process = new Child(process.execPath, ['--disable-warning=ExperimentalWarning', STAND_IN], {
      env: {
        PORT: String(port),
        STRIPE_SECRET_KEY: this.secretKey,
        STRIPE_WEBHOOK_SECRET: this.webhookSecret,
        ...(webhookUrl !== undefined && { WEBHOOK_URL: webhookUrl }),
      },
    });
  }

  /** On a free port, or on this one; tells of what happens at `webhookUrl`, again and again until it is taken. */
  static async start(port?: number, webhookUrl?: string): Promise<StripeService> {
    const stripe = new StripeService(port ?? (await freePort()), webhookUrl);
    await eventually(async () => {
      if (!stripe.#process.hasEnded) await fetch(stripe.url);
    });
    if (stripe.#process.hasEnded) throw new Error(`The stand-in ended:\n${stripe.#process.output}`);
    return stripe;
  }

  async stop(): Promise<void> {
    await this.#process.end();
  }
}
