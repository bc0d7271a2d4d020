import { PaymentServiceUnavailable } from '@online-cinema/domain/payments';

/** Answers that are waiting. */
export interface HeldAnswers {
  /** Resolves when something was asked, and done. */
  readonly asked: Promise<void>;
  /** Lets the answers go, those that wait and those to come. */
  release(): void;
}

/** The way to a scripted gateway and back: it may be down, lose answers, or be slow. */
export class ScriptedLine {
  /** Nothing gets through. */
  isDown = false;
  /** How many answers get lost from now on. */
  losing = 0;
  #held: { readonly asked: PromiseWithResolvers<void>; readonly released: PromiseWithResolvers<void> } | undefined;

  /** @throws PaymentServiceUnavailable as the line is, else what `effect` throws */
  async ask<T>(effect: () => T): Promise<T> {
    if (this.isDown) throw new PaymentServiceUnavailable({ cause: new Error('The gateway is down') });
    const answer = answerOf(effect);
    if (this.losing > 0) {
      this.losing -= 1;
      throw new PaymentServiceUnavailable({ cause: new Error('The answer got lost') });
    }
    this.#held?.asked.resolve();
    await this.#held?.released.promise;
    return answer();
  }

  hold(): HeldAnswers {
    const held = { asked: Promise.withResolvers<void>(), released: Promise.withResolvers<void>() };
    this.#held = held;
    return {
      asked: held.asked.promise,
      release: () => {
        if (this.#held === held) this.#held = undefined;
        held.released.resolve();
      },
    };
  }
}

/** What it answers or throws, now that it is done. */
function answerOf<T>(effect: () => T): () => T {
  try {
    const value = effect();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
