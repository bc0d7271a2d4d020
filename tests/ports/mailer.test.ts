import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { FixedClock, InMemoryMailer } from '@online-cinema/adapters/in-memory';
import { Mailbox } from '@online-cinema/adapters/mailbox';
import { SmtpFault, SmtpMailer } from '@online-cinema/adapters/smtp';
import { type Mail, type Mailer, MailRefused } from '@online-cinema/application/ports';
import { seconds } from '@online-cinema/domain/shared';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aMail } from '../support/a-mail.ts';
import { MailServer } from '../support/mail-server.ts';

interface Setup {
  readonly mailer: Mailer;
  /** What was accepted, copies left out, the oldest first. */
  accepted(): Promise<readonly Mail[]>;
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function inMemory(): Promise<Setup> {
  const mailer = new InMemoryMailer();
  return { mailer, accepted: async () => mailer.sent };
}

async function onDisk(): Promise<Setup> {
  const clock = new FixedClock();
  const mailbox = new Mailbox({ folder: join(await aFolder(), 'mailbox'), clock });
  const mailer: Mailer = {
    send: async (mail) => {
      clock.advance(seconds(1));
      await mailbox.send(mail);
    },
  };
  return {
    mailer,
    accepted: async () => (await mailbox.list()).map(({ sentAt: _, ...mail }) => mail).toReversed(),
  };
}

async function bySmtp(): Promise<Setup> {
  const server = await MailServer.start();
  const mailer = new SmtpMailer({ url: server.url, from: 'Cinema <no-reply@cinema.example>', host: 'cinema.example' });
  onTestFinished(async () => {
    mailer.close();
    await server.stop();
  });
  return { mailer, accepted: async () => server.mails };
}

describe.each([
  ['in memory', inMemory],
  ['SMTP', bySmtp],
  ['a mailbox on disk', onDisk],
] as const)('a mailer: %s', (_, aSetup) => {
  it('delivers a mail as it was written', async () => {
    const { mailer, accepted } = await aSetup();
    const mail = aMail();
    await mailer.send(mail);
    expect(await accepted()).toEqual([mail]);
  });

  it('delivers every mail, in their order', async () => {
    const { mailer, accepted } = await aSetup();
    const mails = Array.from({ length: 5 }, (_, index) => aMail({ subject: `Mail ${index}` }));
    for (const mail of mails) await mailer.send(mail);
    expect(await accepted()).toEqual(mails);
  });

  it('knows a copy by its id', async () => {
    const { mailer, accepted } = await aSetup();
    const mail = aMail();
    await mailer.send(mail);
    await mailer.send(mail);
    await Promise.all([mailer.send(mail), mailer.send(mail)]);
    expect(await accepted()).toEqual([mail]);
  });

  it('tells mails apart whose ids differ in whatever way', async () => {
    const { mailer, accepted } = await aSetup();
    const ids = ['1', '01', 'a b', 'a/b', '../a', '.', 'ä', `${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`];
    for (const id of ids) await mailer.send(aMail({ id, subject: `Mail ${id}` }));
    expect((await accepted()).map(({ subject }) => subject)).toEqual(ids.map((id) => `Mail ${id}`));
  });
});

describe('SMTP', () => {
  async function aServer(): Promise<MailServer> {
    const server = await MailServer.start();
    onTestFinished(() => server.stop());
    return server;
  }

  function aMailer(url: string): SmtpMailer {
    const from = 'Online Cinema <no-reply@cinema.example>';
    const mailer = new SmtpMailer({ url, from, host: 'cinema.example', answersWithin: 300 });
    onTestFinished(() => mailer.close());
    return mailer;
  }

  it('says who writes, to whom, and by which id readers know a copy', async () => {
    const server = await aServer();
    await aMailer(server.url).send(aMail({ id: '17' }));
    const [raw] = server.raw;
    expect(raw).toMatch(/^From: Online Cinema <no-reply@cinema\.example>\r$/m);
    expect(raw).toMatch(/^To: ann@example\.com\r$/m);
    expect(raw).toMatch(/^Message-ID: <17@cinema\.example>\r$/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  });

  it('logs in with the name and the password of the address', async () => {
    const server = await aServer();
    server.demand({ user: 'cinema', password: 'p@ss word' });
    const withPassword = server.url.replace('//', '//cinema:p%40ss%20word@');
    await aMailer(withPassword).send(aMail());
    expect(server.mails).toHaveLength(1);
    await expect(aMailer(server.url.replace('//', '//cinema:wrong@')).send(aMail())).rejects.toThrow();
    expect(server.mails).toHaveLength(1);
  });

  it('fails while the server refuses, and delivers the same mail once it does not', async () => {
    const server = await aServer();
    const mailer = aMailer(server.url);
    const mail = aMail();
    server.refuse(true);
    await expect(mailer.send(mail)).rejects.toThrow(/not now/);
    server.refuse(false);
    await mailer.send(mail);
    expect(server.mails).toEqual([mail]);
  });

  it.each([
    [550, '5.1.1 <ADDRESS> user unknown'],
    [550, '5.2.1 the mailbox of ADDRESS is disabled'],
    [556, '5.1.10 ADDRESS: the domain takes no mail'],
  ])('knows a refusal for good: %i %s', async (code, words) => {
    const server = await aServer();
    server.refuseWith(code, words);
    const sending = aMailer(server.url).send(aMail({ to: 'ann@example.com' }));
    const error = await sending.catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(MailRefused);
    expect(inspect(error, { depth: null })).toContain(words.replace('ADDRESS', '…'));
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('ann@');
  });

  it.each([
    [450, '4.2.0 <ADDRESS> greylisted'],
    [550, '5.7.1 <ADDRESS>: relay access denied'],
    [550, '5.1.8 the sender, who writes to ADDRESS, is not known'],
    [554, '5.0.0 ADDRESS: no'],
  ])('tells from it what may pass or is our own fault, and tells it without an address: %i %s', async (code, words) => {
    const server = await aServer();
    server.refuseWith(code, words);
    const sending = aMailer(server.url).send(aMail({ to: 'ann@example.com' }));
    const error = await sending.catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(SmtpFault);
    expect(error).toMatchObject({ code: 'EENVELOPE', message: expect.stringContaining(words.replace('ADDRESS', '…')) });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('ann@');
  });

  it('fails when the server hangs', async () => {
    const server = await aServer();
    server.hang();
    await expect(aMailer(server.url).send(aMail())).rejects.toThrow(/Greeting never received|Timeout/);
  });

  it('fails when the server is down, and delivers once it is up', async () => {
    const server = await MailServer.start();
    const { port } = server;
    await server.stop();
    const mailer = aMailer(server.url);
    await expect(mailer.send(aMail())).rejects.toThrow();
    const again = await MailServer.start(port);
    onTestFinished(() => again.stop());
    await mailer.send(aMail());
    expect(again.mails).toHaveLength(1);
  });

  it('writes to one address alone, whatever stands in it', async () => {
    const server = await aServer();
    const mailer = aMailer(server.url);
    for (const to of ['ann@example.com, eve@example.com', 'ann@example.com\r\nBcc: eve@example.com']) {
      await mailer.send(aMail({ to })).catch(() => undefined);
    }
    expect(server.recipients.filter((recipient) => recipient.startsWith('eve@'))).toEqual([]);
  });
});
