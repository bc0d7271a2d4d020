import { execFileSync } from 'node:child_process';
import { type Fenced, fencedBlocks } from './documented-code.ts';

/** Commands of a page, what they print, and what the page says that they print. */
export interface Step {
  readonly heading: string;
  readonly commands: string;
  /** With `…` for whatever may stand there; undefined where the page says nothing. */
  readonly promised: string | undefined;
  readonly printed: string;
}

const END_OF_STEP = '=== end of a step ===';

/** Runs the commands of a page one after the other in one shell; `prepare` changes what only a reader can know. */
export function walk(
  page: string,
  prepare: (commands: string) => string,
  environment: NodeJS.ProcessEnv,
): readonly Step[] {
  const blocks = fencedBlocks(page);
  const steps = blocks.flatMap((block, at) => (block.language === 'sh' ? [{ block, answer: blocks[at + 1] }] : []));
  const script = steps.map(({ block }) => `${prepare(block.code)}\nprintf '%s\\n' '${END_OF_STEP}'`).join('\n');
  const printed = execFileSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 120_000,
  }).split(`${END_OF_STEP}\n`);
  return steps.map(({ block, answer }, at) => ({
    heading: block.heading,
    commands: block.code,
    promised: isAnswerTo(answer) ? answer.code : undefined,
    printed: (printed[at] ?? '').trimStart(),
  }));
}

function isAnswerTo(block: Fenced | undefined): block is Fenced {
  return block !== undefined && block.language !== 'sh';
}

/** What was promised as a pattern: everything to the letter but `…`. */
export function patternOf(promised: string): RegExp {
  const letters = promised
    .trimEnd()
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${letters.join('[\\s\\S]*?')}`);
}
