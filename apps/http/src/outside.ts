import { join } from 'node:path';
import type { Mailbox } from '@online-cinema/adapters/mailbox';
import type { SandboxPayments } from '@online-cinema/adapters/sandbox-payments';
import type { Alarms, Clock, Mailer, ObjectStorage, PaymentGateway } from '@online-cinema/application/ports';
import type { Secrets } from './config/secrets.ts';
import type { Config } from './config.ts';
import type { Service } from './look-at-services.ts';

/** Whatever a process speaks to that is neither its database nor its jobs. */
export type Outside = Readonly<{
  gateway: PaymentGateway;
  /** The gateway, where no other is configured. */
  sandbox: SandboxPayments | undefined;
  mailer: Mailer;
  /** Where mails lie that are not sent on. */
  mailbox: Mailbox | undefined;
  objects: ObjectStorage;
  /** What of it is not this process's own. */
  services: readonly Service[];
  /** Ends the connections to all of it. */
  close: () => Promise<void>;
}>;

type Needs = Readonly<{ secrets: Pick<Secrets, 'webhookSecret'>; clock: Clock; alarms: Alarms }>;

/** What there is not, to be asked for: the answer says that one was let in. */
const NONE = 'cs_none';

/** Opens the outside as the configuration says; what is not used is not loaded. */
export async function openOutside(config: Config, needs: Needs): Promise<Outside> {
  const { gateway, sandbox } = await openPayments(config, needs);
  const { mailer, mailbox, closeMailer, checkMailer } = await openMail(config, needs);
  const { objects, closeObjects } = await openObjects(config);
  const services = [
    ...(sandbox === undefined ? [{ name: 'the payment service', ask: () => gateway.findSession(NONE) }] : []),
    ...(checkMailer === undefined ? [] : [{ name: 'the mail server', ask: checkMailer }]),
    ...(config.objectStore.kind === 'disk' ? [] : [{ name: 'the bucket', ask: () => objects.get(NONE) }]),
  ];
  const close = async () => {
    await sandbox?.stop();
    closeMailer();
    closeObjects();
  };
  return { gateway, sandbox, mailer, mailbox, objects, services, close };
}

/** Without a default, here and below: a kind that is forgotten does not compile, and falls through to no other. */
async function openPayments(
  { payments, dataDir, publicUrl }: Config,
  { secrets, clock, alarms }: Needs,
): Promise<Pick<Outside, 'gateway' | 'sandbox'>> {
  switch (payments.kind) {
    case 'stripe': {
      const { StripePayments } = await import('@online-cinema/adapters/stripe');
      return { gateway: new StripePayments(payments), sandbox: undefined };
    }
    case 'sandbox': {
      const { SandboxPayments } = await import('@online-cinema/adapters/sandbox-payments');
      const { webhookSecret } = secrets;
      const file = join(dataDir, 'sandbox.sqlite');
      const sandbox = new SandboxPayments({ file, publicUrl, webhookSecret, clock, alarms });
      return { gateway: sandbox, sandbox };
    }
  }
}

async function openMail(
  { mail, dataDir, emailFrom, publicUrl }: Config,
  { clock }: Needs,
): Promise<Pick<Outside, 'mailer' | 'mailbox'> & { closeMailer: () => void; checkMailer?: () => Promise<void> }> {
  switch (mail.kind) {
    case 'smtp': {
      const { SmtpMailer } = await import('@online-cinema/adapters/smtp');
      const mailer = new SmtpMailer({ url: mail.url, from: emailFrom, host: new URL(publicUrl).hostname });
      return { mailer, mailbox: undefined, closeMailer: () => mailer.close(), checkMailer: () => mailer.check() };
    }
    case 'mailbox': {
      const { Mailbox } = await import('@online-cinema/adapters/mailbox');
      const mailbox = new Mailbox({ folder: join(dataDir, 'mailbox'), clock });
      return { mailer: mailbox, mailbox, closeMailer: () => {} };
    }
  }
}

async function openObjects({
  objectStore,
  dataDir,
  publicUrl,
}: Config): Promise<Pick<Outside, 'objects'> & { closeObjects: () => void }> {
  switch (objectStore.kind) {
    case 's3': {
      const { S3Storage } = await import('@online-cinema/adapters/s3');
      const objects = new S3Storage({ ...objectStore, objectsUrl: objectStore.publicUrl ?? `${publicUrl}/media` });
      return { objects, closeObjects: () => objects.close() };
    }
    case 'disk': {
      const { LocalDiskStorage } = await import('@online-cinema/adapters/local-disk');
      return { objects: new LocalDiskStorage({ folder: join(dataDir, 'media'), publicUrl }), closeObjects: () => {} };
    }
  }
}
