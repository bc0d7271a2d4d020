import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookSignatureInvalid, WebhookSignatureMissing } from '@online-cinema/domain/payments';
import { inSeconds, minutes } from '@online-cinema/domain/shared';

/** How far the time of a signature may be from ours, in either direction. */
const TOLERANCE = minutes(5);

export const SIGNATURE_HEADER = 'stripe-signature';

/**
 * What the header of a webhook holds: `t=SECONDS,v1=HMAC-SHA256(secret, "SECONDS.BODY")`, in hex
 * (https://docs.stripe.com/webhooks, "Verify manually").
 */
export function sign(rawBody: string, secret: string, at: Date): string {
  const seconds = inSeconds(at);
  return `t=${seconds},v1=${mac(`${seconds}.${rawBody}`, secret)}`;
}

/**
 * Checks such a header. Several `v1` may stand in it, while a secret is being replaced: one good one will do.
 * @throws WebhookSignatureMissing, WebhookSignatureInvalid
 */
export function verifySignature(rawBody: string, header: string | undefined, secret: string, now: Date): void {
  if (header === undefined || header.trim() === '') throw new WebhookSignatureMissing();
  const parts = header.split(',').map((part) => part.trim());
  const seconds = valuesOf('t', parts)[0];
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) throw new WebhookSignatureInvalid();
  if (Math.abs(now.getTime() - Number(seconds) * 1000) > TOLERANCE) throw new WebhookSignatureInvalid();

  const expected = Buffer.from(mac(`${seconds}.${rawBody}`, secret));
  if (!valuesOf('v1', parts).some((given) => isSame(Buffer.from(given), expected))) throw new WebhookSignatureInvalid();
}

function mac(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function valuesOf(name: string, parts: readonly string[]): readonly string[] {
  const start = `${name}=`;
  return parts.filter((part) => part.startsWith(start)).map((part) => part.slice(start.length));
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
