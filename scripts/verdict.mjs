// node scripts/verdict.mjs REPORT [FAILED COMMAND…]: the verdict on vitest's JSON report, as "N passed, N failed" on the
// last line and as exit code. A skipped test counts as failed, and so does a command that failed for another reason.
import { readFileSync } from 'node:fs';

const [report = '', ...failedCommands] = process.argv.slice(2);

/** @type {{ name: string, status: string, message: string, assertionResults: { fullName: string, status: string }[] }[]} */
const files = readReport();
const tests = files.flatMap(({ assertionResults }) => assertionResults);
const passed = tests.filter(({ status }) => status === 'passed');
const failures = [
  ...tests.filter(({ status }) => status !== 'passed').map(({ status, fullName }) => `${status}: ${fullName}`),
  ...files
    .filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    )
    .map(({ name }) => `failed as a whole: ${name}`),
];
const testsExplainThemselves = failures.length > 0;
const others = failedCommands.filter((command) => !(command === 'npm run test:all' && testsExplainThemselves));
failures.push(...others.map((command) => `failed: ${command}`));
if (tests.length === 0) failures.push('failed: no test ran');

for (const failure of failures) console.log(failure);
console.log(`${passed.length} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    return [];
  }
}
