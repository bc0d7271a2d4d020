/** An ISO 4217 code of a currency with two decimals, e.g. `USD`. */
export type Currency = string;

const DECIMAL = /^(\d{1,13})(?:\.(\d{1,2}))?$/;

/** An amount of money: a whole number of minor units (cents) in one currency. Never a float. */
export class Money {
  readonly minor: number;
  readonly currency: Currency;

  private constructor(minor: number, currency: Currency) {
    this.minor = minor;
    this.currency = currency;
  }

  /** @throws RangeError unless `minor` is a safe integer */
  static of(minor: number, currency: Currency): Money {
    if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is no whole number of minor units`);
    return new Money(minor, currency);
  }

  static zero(currency: Currency): Money {
    return new Money(0, currency);
  }

  /**
   * Reads a decimal string of at most two decimals: `"9.99"`, `"10"`.
   * @throws RangeError for anything else
   */
  static parse(decimal: string, currency: Currency): Money {
    const match = DECIMAL.exec(decimal);
    if (!match) throw new RangeError(`"${decimal}" is no amount with two decimals`);
    return Money.of(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')), currency);
  }

  /** @throws RangeError for an empty list, which has no currency, or a mixed one */
  static sum(amounts: readonly Money[]): Money {
    const [first, ...others] = amounts;
    if (!first) throw new RangeError('A sum of nothing has no currency');
    return others.reduce((total, amount) => total.plus(amount), first);
  }

  get isZero(): boolean {
    return this.minor === 0;
  }

  /** @throws RangeError if the currencies differ */
  plus(other: Money): Money {
    if (other.currency !== this.currency) throw new RangeError(`${other.currency} cannot be added to ${this.currency}`);
    return Money.of(this.minor + other.minor, this.currency);
  }

  equals(other: Money): boolean {
    return this.minor === other.minor && this.currency === other.currency;
  }

  /** As the API writes it: `"9.99"`. */
  toDecimal(): string {
    const digits = String(Math.abs(this.minor)).padStart(3, '0');
    return `${this.minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }

  /** As people read it: `"$9.99"`. Divides for show alone. */
  format(): string {
    const { minor, currency } = this;
    return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(minor / 100);
  }
}
