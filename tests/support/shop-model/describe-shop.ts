import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, STORES, type Store } from '../database.ts';
import { moments } from './moves.ts';
import { type Ending, playOn } from './play.ts';

const ending: fc.Arbitrary<Ending> = fc.record({
  webhooks: fc.constantFrom('all arrive', 'only those of refunds arrive'),
  promises: fc.constantFrom('kept', 'broken'),
  refunds: fc.constantFrom('succeeded', 'failed'),
});

/**
 * Lets anything happen to the shop, so many times on each store, and looks into the books once it is at rest. What
 * fails is printed with its seed; on databases the moments of a run come again with it, but not always what those that
 * fall together come to.
 */
export function describeShop(runs: Readonly<Record<(typeof STORES)[number], number>>, timeout: number): void {
  describe.each(STORES)('a shop where anything happens at any moment, also the death of a process, %s', (name) => {
    let store: Store;
    beforeAll(async () => {
      store = await openStore(name);
    });
    afterAll(() => store.stop());

    it('has books that balance once everything is at rest', { timeout }, async () => {
      const story = fc.record({ moments: moments(12), scheduler: fc.scheduler(), ending });
      const balances = fc.asyncProperty(story, async (what) => {
        expect(await playOn(store, what)).toEqual([]);
      });
      await fc.assert(balances, { numRuns: runs[name] });
    });
  });
}
