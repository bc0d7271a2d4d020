import type { JobBacklog, UndoneJob } from '@online-cinema/application/ports';
import type { Command } from './command.ts';
import { given, none } from './given.ts';
import { Misunderstood } from './misunderstood.ts';
import { NotCarriedOut } from './not-carried-out.ts';

/** Jobs of a state that are shown. */
const SHOWN = 50;
/** Of an error, in characters. */
const LONGEST_ERROR = 200;

/** Those first that an operator has to do something about. */
const HEADINGS = [
  ['dead', 'given up'],
  ['retrying', 'failed, to be tried again'],
  ['waiting', 'waiting'],
  ['running', 'under way'],
] as const;

/** `jobs [--retry ID|all]`: what is not done, and what was given up, which may be put back. */
export const jobsCommand: Command = {
  name: 'jobs',
  usage: [
    ['jobs', 'list the jobs (mails, refunds, pictures to delete) that were given up, failed or wait'],
    ['jobs --retry ID', 'have a job that was given up tried again, at once and for three days; all: every one'],
  ],

  understand(args) {
    const { values, positionals } = given('jobs', args, { retry: { type: 'string' } });
    none(positionals);
    const { retry } = values;
    if (retry === '') throw new Misunderstood('--retry takes the id of a job, or all.');
    return async (tools) => {
      const backlog = await tools.jobBacklog();
      await (retry === undefined ? list(backlog) : putBack(backlog, retry));
    };
  },
};

async function list(backlog: JobBacklog): Promise<void> {
  let isAny = false;
  for (const [state, words] of HEADINGS) {
    const { jobs, total } = await backlog.list(state, SHOWN);
    if (total === 0) continue;
    say(`${isAny ? '\n' : ''}${total.toLocaleString('en')} ${words}:`);
    isAny = true;
    for (const job of jobs) say(inWords(job));
    if (total > jobs.length) say(`  … and ${(total - jobs.length).toLocaleString('en')} more`);
    if (state === 'dead')
      say('`npm run cinema -- jobs --retry ID` has one of them tried again, `--retry all` all of them.');
  }
  if (!isAny) say('There is nothing to do, and nothing was given up.');
}

/** @throws NotCarriedOut if there is no such job */
async function putBack(backlog: JobBacklog, which: string): Promise<void> {
  const count = await backlog.retry(which === 'all' ? 'all' : [which]);
  if (count === 0 && which !== 'all')
    throw new NotCarriedOut(`No job ${which} was given up: \`jobs\` lists those that were.`);
  if (count === 0) say('No job was given up.');
  else say(`${count === 1 ? '1 job is' : `${count.toLocaleString('en')} jobs are`} tried again.`);
}

/** On one line, or on two with the error. */
function inWords({ id, name, data, enqueuedAt, dueAt, attempts, lastError }: UndoneJob): string {
  const about = Object.entries(data).map(([key, value]) => `${key}=${value}`);
  const tries = attempts === 0 ? [] : [attempts === 1 ? '1 try' : `${attempts} tries`];
  const due = dueAt === undefined || attempts === 0 ? [] : [`again at ${shown(dueAt)}`];
  const line = ['', id, name, ...about, [`since ${shown(enqueuedAt)}`, ...tries, ...due].join(', ')].join('  ');
  return printable(line) + (lastError === undefined ? '' : `\n      ${printable(lastError.slice(0, LONGEST_ERROR))}`);
}

/** Universal time, to the second. */
function shown(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What was written by others is no command to the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
