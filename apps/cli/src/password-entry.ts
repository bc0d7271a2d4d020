import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { Interrupted } from './interrupted.ts';
import { NotCarriedOut } from './not-carried-out.ts';

/** What was typed the second time is not what was typed the first time. */
class PasswordsDiffer extends NotCarriedOut {
  constructor() {
    super('The two passwords differ.');
  }
}

/** Far longer than any password may be, in characters. */
const LONGEST_LINE = 1_000;

/**
 * Asks at a terminal for a password, twice, and shows nothing of it; undefined where none is wanted.
 * @throws PasswordsDiffer, and Interrupted if the operator changes their mind: Ctrl-C, or the end of the input
 */
export async function askForPassword(terminal: Readable, prompts: Writable): Promise<string | undefined> {
  const entry = createInterface({ input: terminal, output: showingNothing(), terminal: true, historySize: 0 });
  const lines = entry[Symbol.asyncIterator]();
  const ask = async (question: string) => {
    prompts.write(question);
    const { done, value } = await lines.next();
    prompts.write('\n');
    if (done) throw new Interrupted();
    return value;
  };
  try {
    const password = await ask('Password (empty: a new admin gets one made up, an existing user keeps theirs): ');
    if (password === '') return undefined;
    if ((await ask('The same again: ')) !== password) throw new PasswordsDiffer();
    return password;
  } finally {
    entry.close();
  }
}

/** The first line, without what ends it. Reads no further than it must. */
export async function firstLineOf(input: Readable): Promise<string> {
  let text = '';
  for await (const part of input.setEncoding('utf8')) {
    text += part;
    if (text.includes('\n') || text.length > LONGEST_LINE) break;
  }
  const [line = ''] = text.split(/\r?\n/, 1);
  return line;
}

function showingNothing(): Writable {
  return new Writable({
    write(_part, _encoding, done) {
      done();
    },
  });
}
