export { FixedClock } from './fixed-clock.ts';
export { InMemoryMailer } from './in-memory-mailer.ts';
export { InMemoryObjectStorage } from './in-memory-object-storage.ts';
export { InMemoryUnitOfWork } from './in-memory-unit-of-work.ts';
export { type Alarm, RecordedAlarms } from './recorded-alarms.ts';
export { ScriptedPaymentGateway } from './scripted-payment-gateway.ts';
export type { Webhook } from './scripted-webhooks.ts';
export { SequentialSecrets } from './sequential-secrets.ts';
export type { StoredJob, Tables } from './tables.ts';
