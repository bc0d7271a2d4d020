import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FixedClock } from '@online-cinema/adapters/in-memory';
import { Mailbox } from '@online-cinema/adapters/mailbox';
import { seconds } from '@online-cinema/domain/shared';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aMail } from '../support/a-mail.ts';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

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
