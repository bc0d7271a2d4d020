// node scripts/verdict.mjs REPORT [FAILED COMMAND…]: the verdict on vitest's JSON report, as "N passed, N failed" on the
// last line and as exit code. A skipped test counts as failed, and so does a command that failed for another reason.
import { readFileSync } from 'node:fs';

const [report = '', ...failedCommands] = process.argv.slice(2);

/** @type {{ name: string, status: string, assertionResults: { fullName: string, status: string }[] }[]} */
const files = readReport();
const tests = files.flatMap(({ assertionResults }) => assertionResults);
const passed = tests.filter(({ status }) => status === 'passed').length;
const broken = files.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
);
// In a file that failed, tests are skipped because what they need failed: vitest has said so above.
const skipped = files
  .filter(({ status }) => status === 'passed')
  .flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status !== 'passed'));

let failed = tests.length - passed + broken.length;
const otherwise = failedCommands.filter((command) => !(command === 'npm run test:all' && failed > 0));
failed += otherwise.length;
if (tests.length === 0) failed += 1;

for (const { status, fullName } of skipped) console.log(`No test may be skipped here: ${fullName} (${status})`);
for (const command of otherwise) console.log(`Failed: ${command}`);
if (tests.length === 0) console.log('Failed: no test ran');
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    return [];
  }
}
