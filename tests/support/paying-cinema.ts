import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { minutes, seconds } from '@online-cinema/domain/shared';
import { passwordIn } from './cinema-on.ts';
import { Customer } from './customer.ts';
import { type JourneyPayments, sandboxPayments, stripePayments } from './journey-payments.ts';
import { RunningCinema } from './running-cinema.ts';

export const PAYMENT_SERVICES = ['the sandbox', 'Stripe'] as const;

const MOVABLE_CLOCK = { NODE_OPTIONS: `--import=${pathToFileURL(resolve(import.meta.dirname, 'clock-ahead.ts'))}` };
/** Whatever the clock asks for is due at multiples of a minute, the rarest of what a journey waits for at these. */
const SCHEDULED_AT = minutes(5);
/** A start takes no longer, on a busy machine either. */
const START_TAKES = seconds(15);

/** A running system with one of the payment services, whose time can be made to pass. */
export class PayingCinema {
  readonly cinema: RunningCinema;
  readonly payments: JourneyPayments;

  private constructor(cinema: RunningCinema, payments: JourneyPayments) {
    this.cinema = cinema;
    this.payments = payments;
  }

  static async start(service: (typeof PAYMENT_SERVICES)[number]): Promise<PayingCinema> {
    const payments = service === 'Stripe' ? await stripePayments() : sandboxPayments();
    const environment = { LOG_LEVEL: 'warn', RATE_LIMIT_PER_ADDRESS: '0', ...MOVABLE_CLOCK, ...payments.environment };
    const cinema = await RunningCinema.start({ environment });
    payments.begin({ webhookUrl: `${cinema.url}/api/v1/payments/webhook/`, dataDir: cinema.dataDir });
    return new PayingCinema(cinema, payments);
  }

  get url(): string {
    return this.cinema.url;
  }

  arrive(email: string): Promise<Customer> {
    return Customer.arrive(this.url, email);
  }

  async admin(): Promise<Customer> {
    const admin = new Customer(this.url, 'admin@cinema.example');
    const password = passwordIn(this.cinema.output);
    admin.accessToken = (await admin.post('/accounts/login/', { email: admin.email, password })).access_token;
    return admin;
  }

  /** The system is off for so long at least, and on again shortly before all that the clock asks for is due. */
  async sleep(milliseconds: number, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    await this.cinema.stop();
    await meanwhile();
    const { clock } = this.payments;
    const earliest = Date.now() + clock.ahead + milliseconds + START_TAKES;
    clock.ahead = Math.ceil(earliest / SCHEDULED_AT) * SCHEDULED_AT - START_TAKES - Date.now();
    await this.cinema.start({ CLOCK_AHEAD: String(clock.ahead) });
  }

  /** `kill -9`, and up again. */
  async killAndRestart(): Promise<void> {
    await this.cinema.kill();
    await this.cinema.start({ CLOCK_AHEAD: String(this.payments.clock.ahead) });
  }

  async remove(): Promise<void> {
    await this.cinema.remove();
    await this.payments.stop();
  }
}
