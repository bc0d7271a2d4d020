import { hash } from 'node:crypto';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Mail, Mailer } from '@online-cinema/application/ports';
import { flushFolder, writeDurably } from '../durable-files/index.ts';
import { codeOf } from '../error-codes/index.ts';

/** A mail as it lies in the mailbox. */
export interface SentMail extends Mail {
  readonly sentAt: Date;
}

const ENDING = '.json';
/** Ids that are file names as they are; any other is known by its hash. */
const PLAIN_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const READ_AT_ONCE = 32;

/**
 * Mails on disk, a file each, to be looked at by whoever runs the system. The file is named after the mail's id, so
 * a mail that is sent again is the one that lies there already.
 */
export class Mailbox implements Mailer {
  readonly #folder: string;
  readonly #clock: Pick<Clock, 'now'>;

  /** `folder` is made when the first mail comes. */
  constructor({ folder, clock }: { folder: string; clock: Pick<Clock, 'now'> }) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** Resolves once the mail survives a crash of the machine. */
  async send({ id, to, subject, html, text }: Mail): Promise<void> {
    const path = this.#pathOf(id);
    if (await exists(path)) return flushFolder(this.#folder);
    const sentAt = this.#clock.now().toISOString();
    await writeDurably(path, JSON.stringify({ id, to, subject, html, text, sent_at: sentAt }));
  }

  /** Every mail, the newest first. Files that are no mails of ours are passed over. */
  async list(): Promise<readonly SentMail[]> {
    const names = (await this.#fileNames()).filter((name) => name.endsWith(ENDING));
    const mails: SentMail[] = [];
    for (let start = 0; start < names.length; start += READ_AT_ONCE) {
      const batch = names.slice(start, start + READ_AT_ONCE);
      const read = await Promise.all(batch.map((name) => this.#read(join(this.#folder, name))));
      mails.push(...read.filter((mail) => mail !== undefined));
    }
    return mails.sort(newestFirst);
  }

  async find(id: string): Promise<SentMail | undefined> {
    return this.#read(this.#pathOf(id));
  }

  #pathOf(id: string): string {
    const name = PLAIN_ID.test(id) ? id : `sha256.${hash('sha256', id)}`;
    return join(this.#folder, `${name}${ENDING}`);
  }

  async #fileNames(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async #read(path: string): Promise<SentMail | undefined> {
    try {
      return mailFrom(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if (isMissing(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

/** Of two mails of the same millisecond the one with the higher number is the later. */
function newestFirst(one: SentMail, other: SentMail): number {
  const byTime = other.sentAt.getTime() - one.sentAt.getTime();
  return byTime || other.id.localeCompare(one.id, 'en', { numeric: true });
}

function mailFrom(content: unknown): SentMail | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const { id, to, subject, html, text, sent_at: sentAt }: Readonly<Record<string, unknown>> = { ...content };
  if (typeof id !== 'string' || typeof to !== 'string' || typeof subject !== 'string') return undefined;
  if (typeof html !== 'string' || typeof text !== 'string' || typeof sentAt !== 'string') return undefined;
  const moment = new Date(sentAt);
  return Number.isNaN(moment.getTime()) ? undefined : { id, to, subject, html, text, sentAt: moment };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}
