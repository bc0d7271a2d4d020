// npm run bench [-- --quick]: runs every benchmark, one after the other, and writes docs/benchmarks.md. --quick is to try
// it: short, and on small catalogues.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { FIGURES, type Figure } from './figures/figures.ts';
import { pageOf } from './figures/page.ts';
import { BENCHMARKS, type Benchmark } from './figures/targets.ts';

const PAGE = join(import.meta.dirname, '../../docs/benchmarks.md');
const isQuick = process.argv.includes('--quick');

/** How each is run here; by itself it can be told to run longer, and on a million films. */
const ARGUMENTS: Readonly<Record<Benchmark, readonly string[]>> = {
  hashing: [],
  webhooks: [],
  catalogue: isQuick ? ['--films', '1000', '--seconds', '1'] : ['--films', '1000,36000', '--seconds', '6'],
  server: isQuick ? ['--seconds', '5', '--turns', '1', '--customers', '20'] : ['--seconds', '60', '--turns', '6'],
};

const folder = mkdtempSync(join(tmpdir(), 'cinema-figures-'));
const file = join(folder, 'figures');
try {
  writeFileSync(file, '');
  const printed = new Map<Benchmark, string>();
  for (const benchmark of BENCHMARKS) printed.set(benchmark, await run(benchmark));
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const figures = lines.map((line): Figure => JSON.parse(line));
  writeFileSync(PAGE, pageOf({ figures, printed, machine: machine() }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What it prints. @throws Error when it fails */
async function run(benchmark: Benchmark): Promise<string> {
  process.stdout.write(`\n${benchmark}\n`);
  const program = join(import.meta.dirname, `${benchmark}.ts`);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...ARGUMENTS[benchmark]], {
    env: { ...process.env, [FIGURES]: file },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    process.stdout.write(part);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The benchmark ${benchmark} ended with ${code}`);
  return text;
}

function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores with ${gigabytes} GB, shared by the servers, the database and what asks them, under Node ${process.versions.node}`;
}
