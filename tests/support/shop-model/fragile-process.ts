import type { Clock, PaymentGateway, UnitOfWork } from '@online-cinema/application/ports';

/** The process died. Whoever asked it for something never hears more. */
export class Killed extends Error {
  constructor() {
    super('The process was killed');
  }
}

/** When a process is killed: at which of its calls to the outside, and whether that call still took effect. */
export interface Kill {
  readonly atCall: number;
  readonly moment: 'before' | 'after';
}

/** What of the outside use cases of the shop reach by calls that take time. */
export interface Outside {
  readonly unitOfWork: UnitOfWork;
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
}

/**
 * A process that may be killed between any two steps, and lets others go first at each: what use cases keep in memory
 * dies with it, stores and gateway stay.
 */
export class FragileProcess {
  readonly #pause: (where: string) => Promise<void>;
  readonly #kill: Kill | undefined;
  #calls = 0;
  #isDead = false;

  constructor(pause: (where: string) => Promise<void>, kill: Kill | undefined) {
    this.#pause = pause;
    this.#kill = kill;
  }

  /** The outside as this process sees it. */
  reach({ unitOfWork, gateway, clock }: Outside): Outside {
    return {
      unitOfWork: { run: (work) => this.#step('transaction', () => unitOfWork.run(work)) },
      clock: {
        now: () => clock.now(),
        wait: (milliseconds) => this.#step('wait', () => clock.wait(milliseconds)),
      },
      gateway: {
        openSession: (request) => this.#step('open session', () => gateway.openSession(request)),
        findSession: (id) => this.#step('find session', () => gateway.findSession(id)),
        findSessionByPayment: (id) => this.#step('find session by payment', () => gateway.findSessionByPayment(id)),
        expireSession: (id) => this.#step('expire session', () => gateway.expireSession(id)),
        refund: (request) => this.#step('refund', () => gateway.refund(request)),
        findRefunds: (id) => this.#step('find refunds', () => gateway.findRefunds(id)),
        signatureHeader: gateway.signatureHeader,
        // A gateway signs anew whenever it sends; the scripted one signs once.
        readEvent: (rawBody, signature) => gateway.readEvent(rawBody, signature, signedAt(signature)),
      },
    };
  }

  async #step<T>(where: string, effect: () => Promise<T>): Promise<T> {
    this.#assertAlive();
    await this.#pause(where);
    this.#calls += 1;
    const isLast = this.#calls === this.#kill?.atCall;
    if (isLast && this.#kill?.moment === 'before') this.#die();
    try {
      return await effect();
    } finally {
      if (isLast) this.#die();
      await this.#pause(`${where} answered`);
    }
  }

  #die(): never {
    this.#isDead = true;
    throw new Killed();
  }

  #assertAlive(): void {
    if (this.#isDead) throw new Killed();
  }
}

function signedAt(signature: string | undefined): Date {
  return new Date(Number(/t=(\d+)/.exec(signature ?? '')?.[1]) * 1000);
}
