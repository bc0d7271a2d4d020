import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FixedClock, InMemoryMailer } from '@online-cinema/adapters/in-memory';
import { Mailbox } from '@online-cinema/adapters/mailbox';
import type { Mail, Mailer } from '@online-cinema/application/ports';
import { seconds } from '@online-cinema/domain/shared';
import { describe, expect, it, onTestFinished } from 'vitest';

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

function aMail(changes: Partial<Mail> = {}): Mail {
  return {
    id: randomUUID(),
    to: 'ann@example.com',
    subject: 'Account Activation',
    html: '<p>Grüße &amp; <a id="link" href="https://cinema.example/?a=1&amp;b=2">…</a></p>',
    text: 'Grüße 🎬\n\nhttps://cinema.example/?a=1&b=2\n',
    ...changes,
  };
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

describe.each([
  ['in memory', inMemory],
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
    for (const id of ids) await mailer.send(aMail({ id }));
    expect((await accepted()).map(({ id }) => id)).toEqual(ids);
  });
});

describe('the mailbox on disk', () => {
  const sentAt = new Date('2026-01-15T12:00:00.000Z');

  async function aMailbox() {
    const folder = join(await aFolder(), 'mailbox');
    const clock = new FixedClock(sentAt);
    return { folder, clock, mailbox: new Mailbox({ folder, clock }) };
  }

  it('is empty before the first mail', async () => {
    const { mailbox } = await aMailbox();
    expect(await mailbox.list()).toEqual([]);
    expect(await mailbox.find('1')).toBeUndefined();
  });

  it('lists the newest first, and of two of the same moment the one with the higher number', async () => {
    const { mailbox, clock } = await aMailbox();
    for (const id of ['9', '10', '8']) await mailbox.send(aMail({ id }));
    clock.advance(1);
    await mailbox.send(aMail({ id: '1' }));
    expect((await mailbox.list()).map(({ id }) => id)).toEqual(['1', '10', '9', '8']);
  });

  it('keeps the time of the first delivery', async () => {
    const { mailbox, clock } = await aMailbox();
    const mail = aMail();
    await mailbox.send(mail);
    clock.advance(seconds(90));
    await mailbox.send(mail);
    expect(await mailbox.find(mail.id)).toEqual({ ...mail, sentAt });
  });

  it('is found again by the next process', async () => {
    const { mailbox, folder, clock } = await aMailbox();
    const mail = aMail();
    await mailbox.send(mail);
    expect(await new Mailbox({ folder, clock }).list()).toEqual([{ ...mail, sentAt }]);
  });

  it('is for its owner’s eyes only: it holds secrets', async () => {
    const { mailbox, folder } = await aMailbox();
    await mailbox.send(aMail({ id: '1' }));
    expect((await stat(folder)).mode & 0o077).toBe(0);
    expect((await stat(join(folder, '1.json'))).mode & 0o077).toBe(0);
  });

  it('passes over what a crash left half-written, and over what is no mail', async () => {
    const { mailbox, folder } = await aMailbox();
    const mail = aMail({ id: '1' });
    await mailbox.send(mail);
    const whole = await readFile(join(folder, '1.json'), 'utf8');
    await writeFile(join(folder, '.unfinished-1'), whole.slice(0, 40));
    await writeFile(join(folder, '2.json'), whole.slice(0, 40));
    await writeFile(join(folder, '3.json'), '{"id":"3"}');
    await writeFile(join(folder, '4.json'), 'null');
    await writeFile(join(folder, '5.json'), whole.replace('2026-01-15', 'yesterday'));
    expect((await mailbox.list()).map(({ id }) => id)).toEqual(['1']);
  });

  it('leaves nothing unfinished behind', async () => {
    const { mailbox, folder } = await aMailbox();
    await Promise.all(Array.from({ length: 20 }, (_, index) => mailbox.send(aMail({ id: String(index) }))));
    expect(await readdir(folder)).toHaveLength(20);
  });

  it('says when a mail could not be stored', async () => {
    const folder = join(await aFolder(), 'mailbox');
    await writeFile(folder, 'a file where the folder should be');
    const mailbox = new Mailbox({ folder, clock: new FixedClock() });
    await expect(mailbox.send(aMail())).rejects.toThrow();
  });
});
