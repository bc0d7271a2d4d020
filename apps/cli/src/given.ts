import { type ParseArgsConfig, type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Misunderstood } from './misunderstood.ts';

/**
 * What stands on the command line after the name of a command.
 * @throws Misunderstood, also where npm kept an option for itself
 */
export function given<const Options extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: Options,
) {
  const taken = Object.keys(options).find((option) => isTakenByNpm(option, args));
  if (taken !== undefined) {
    throw new Misunderstood(
      `npm took --${taken} for itself: put -- before the command, as in \`npm run cinema -- ${command} … --${taken}\`.`,
    );
  }
  const config = { args: [...args], allowPositionals: true, options } satisfies ParseArgsConfig;
  try {
    return parseArgs<typeof config>(config);
  } catch (error) {
    if (!isMisunderstanding(error)) throw error;
    // The sentences that follow the first tell how to write what nobody means.
    throw new Misunderstood(`${error.message.split('. ', 1)[0]?.replace(/\.$/, '')}.`);
  }
}

/**
 * The one argument of a command, as in `import-movies FILE`.
 * @throws Misunderstood if there is none, or another beside it
 */
export function onlyOne(what: string, [argument, ...others]: readonly string[]): string {
  if (argument === undefined) throw new Misunderstood(`${what} is missing.`);
  if (others.length > 0) throw new Misunderstood(`${quoted(others)} is too much: there is one ${what}.`);
  return argument;
}

/** @throws Misunderstood if there is any argument */
export function none(args: readonly string[]): void {
  if (args.length > 0) throw new Misunderstood(`${quoted(args)} is too much: this takes options alone.`);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(' ');
}

/** npm keeps what is not behind `--`, and tells of it here (https://docs.npmjs.com/cli/using-npm/config). */
function isTakenByNpm(option: string, args: readonly string[]): boolean {
  const value = process.env[`npm_config_${option.replaceAll('-', '_')}`] ?? '';
  const isHere = args.some((arg) => arg === `--${option}` || arg.startsWith(`--${option}=`));
  return !['', 'false'].includes(value) && !isHere;
}

function isMisunderstanding(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
