// Type checks every package, and reports all of them before it fails.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname } from 'node:path';

const projects = globSync(['tsconfig.json', '{packages,apps}/*/tsconfig.json', 'tests/tsconfig.json']).sort();
const failed = projects.filter(
  (project) =>
    spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], { stdio: 'inherit' }).status !== 0,
);
for (const project of failed) console.error(`Type errors in ${dirname(project)}`);
process.exit(failed.length === 0 ? 0 : 1);
