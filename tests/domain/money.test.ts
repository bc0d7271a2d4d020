import { Money } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const minorUnits = fc.integer({ min: 0, max: 1_000_000_000 });

describe('Money', () => {
  it('writes two decimals, always', () => {
    expect(Money.of(999, 'USD').toDecimal()).toBe('9.99');
    expect(Money.of(5, 'USD').toDecimal()).toBe('0.05');
    expect(Money.of(1000, 'USD').toDecimal()).toBe('10.00');
    expect(Money.of(-250, 'USD').toDecimal()).toBe('-2.50');
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(minorUnits, (minor) => {
        const amount = Money.of(minor, 'USD');
        expect(Money.parse(amount.toDecimal(), 'USD').equals(amount)).toBe(true);
      }),
    );
  });

  it.each(['', '9.999', '-1', '1e3', '9,99', ' 9.99', 'NaN', '.5'])('takes no %j for an amount', (text) => {
    expect(() => Money.parse(text, 'USD')).toThrow(RangeError);
  });

  it('sums to the cent, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(minorUnits, { minLength: 1, maxLength: 50 }), (amounts) => {
        const sum = Money.sum(amounts.map((minor) => Money.of(minor, 'USD')));
        expect(sum.minor).toBe(amounts.reduce((total, minor) => total + minor, 0));
      }),
    );
  });

  it('refuses to mix currencies and to be a fraction', () => {
    expect(() => Money.of(1, 'USD').plus(Money.of(1, 'EUR'))).toThrow(RangeError);
    expect(() => Money.of(0.5, 'USD')).toThrow(RangeError);
    expect(() => Money.sum([])).toThrow(RangeError);
    expect(Money.of(1, 'USD').equals(Money.of(1, 'EUR'))).toBe(false);
  });
});
