// Type checks every package, and reports all of them before it fails. Each checks the sources below it as well: what is
// wrong there is told once.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const projects = globSync(['tsconfig.json', '{packages,apps}/*/tsconfig.json', 'tests/tsconfig.json']).sort();
const told = new Set();
let isRight = true;
for (const project of projects) {
  const { status, stdout, signal } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', project, '--pretty', 'false'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: Number.POSITIVE_INFINITY },
  );
  if (status !== 0) isRight = false;
  if (signal !== null) console.error(`The check of ${project} was ended by ${signal}`);
  // Lines that are set in belong to the error above them.
  for (const error of stdout.trimEnd().split(/\n(?=\S)/)) {
    if (error !== '' && !told.has(error)) console.log(error);
    told.add(error);
  }
}
process.exitCode = isRight ? 0 : 1;
