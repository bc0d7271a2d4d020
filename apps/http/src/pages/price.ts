import type { Money } from '@online-cinema/domain/shared';

/** Money as people write it: `$9.99`. Divides for show alone. */
export function price({ minor, currency }: Money): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(minor / 100);
}
