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

  it('may be written with one decimal or none, and with up to thirteen digits before the point', () => {
    expect(Money.parse('9.9', 'USD')).toEqual(Money.of(990, 'USD'));
    expect(Money.parse('10', 'USD')).toEqual(Money.of(1000, 'USD'));
    expect(Money.parse('9999999999999.99', 'USD')).toEqual(Money.of(999_999_999_999_999, 'USD'));
    expect(() => Money.parse('10000000000000', 'USD')).toThrow(RangeError);
  });

  it('of nothing is zero in its currency', () => {
    expect(Money.zero('EUR').equals(Money.of(0, 'EUR'))).toBe(true);
    expect(Money.zero('EUR').isZero).toBe(true);
    expect(Money.of(1, 'EUR').isZero).toBe(false);
  });

  it('is shown to people with the sign of its currency and two decimals', () => {
    expect(Money.of(123_456, 'USD').format()).toBe('$1,234.56');
    expect(Money.of(500, 'EUR').format()).toBe('€5.00');
  });

  it('names what it does not take', () => {
    expect(() => Money.of(0.5, 'USD')).toThrow('0.5 is no whole number of minor units');
    expect(() => Money.parse('9,99', 'USD')).toThrow('"9,99" is no amount with two decimals');
    expect(() => Money.of(1, 'USD').plus(Money.of(1, 'EUR'))).toThrow('EUR cannot be added to USD');
    expect(() => Money.sum([])).toThrow('A sum of nothing has no currency');
  });

  it('refuses to mix currencies and to be a fraction', () => {
    expect(() => Money.of(1, 'USD').plus(Money.of(1, 'EUR'))).toThrow(RangeError);
    expect(() => Money.of(0.5, 'USD')).toThrow(RangeError);
    expect(() => Money.sum([])).toThrow(RangeError);
    expect(Money.of(1, 'USD').equals(Money.of(1, 'EUR'))).toBe(false);
  });
});
