import { ORDER_STATUSES } from '@online-cinema/domain/ordering';
import { CHECKOUT_SESSION_STATUSES, PAYMENT_STATUSES, REFUND_STATUSES } from '@online-cinema/domain/payments';
import { expect, test } from 'vitest';
import { anApi } from './support/an-api.ts';

/** Every value that may be one of these alone, wherever the document has it, with what it or what it is in says of it. */
function descriptionsOf(statuses: readonly string[], node: unknown, around = ''): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { description = around, enum: values }: Readonly<Record<string, unknown>> = { ...node };
  if (JSON.stringify(values) === JSON.stringify(statuses)) return [String(description)];
  // What a list or an object of others says is about none of them.
  const told = Array.isArray(node) ? around : 'properties' in node ? '' : String(description);
  return Object.values(node).flatMap((inner) => descriptionsOf(statuses, inner, told));
}

test.each([
  ['an order', ORDER_STATUSES],
  ['a payment', PAYMENT_STATUSES],
  ['a refund', REFUND_STATUSES],
  ['an attempt at paying', CHECKOUT_SESSION_STATUSES],
])('the document says of every status of %s what it means', async (_, statuses) => {
  const api = await anApi();
  const document = (await api.app.inject('/openapi.json')).json();
  await api.close();
  const descriptions = descriptionsOf(statuses, document);
  expect(descriptions).not.toEqual([]);
  for (const description of descriptions) {
    for (const status of statuses) expect(description).toContain(`\`${status}\``);
  }
});
