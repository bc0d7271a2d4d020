import { PassThrough } from 'node:stream';
import { importProgress, importSummary } from '@online-cinema/http/import-progress';
import { createLogger } from '@online-cinema/http/logger';
import { readableLog } from '@online-cinema/http/readable-log';
import { describe, expect, test } from 'vitest';

/** Something to write to that remembers, and may look like a terminal. */
function anOutput(isTTY: boolean) {
  const output = Object.assign(new PassThrough(), { isTTY, columns: 120 });
  let written = '';
  output.on('data', (data: Buffer) => {
    written += data.toString();
  });
  return { output, read: () => written };
}

const report = (read: number, changes: { existing?: number; rejected?: number } = {}) => ({
  read,
  added: read - (changes.existing ?? 0) - (changes.rejected ?? 0),
  existing: 0,
  rejected: 0,
  ...changes,
});

describe('the progress of an import', () => {
  test('is a bar on a terminal', async () => {
    const { output, read } = anOutput(true);
    const source = { size: 64_000, position: 0 };
    const progress = await importProgress(output, source, 'Importing demo films');
    source.position = 32_000;
    progress.show(report(1600));
    source.position = 65_000;
    progress.show(report(3200));
    progress.stop();
    expect(read()).toMatch(/Importing demo films .* 50%, 1,600 rows/);
    expect(read()).toMatch(/Importing demo films .* 100%, 3,200 rows/);
  });

  test.each([
    [false, 3200],
    [true, undefined],
  ])('is a line at the beginning elsewhere, and where nobody knows the size', async (isTTY, size) => {
    const { output, read } = anOutput(isTTY);
    const progress = await importProgress(output, { size, position: 0 }, 'Importing demo films');
    for (const rows of [100, 200, 3200]) progress.show(report(rows));
    progress.stop();
    expect(read()).toBe('Importing demo films …\n');
  });

  test.each([true, false])('is nothing where there is nothing to import, on a terminal: %s', async (isTTY) => {
    const { output, read } = anOutput(isTTY);
    (await importProgress(output, { size: 3200, position: 0 }, 'Importing demo films')).stop();
    expect(read()).toBe('');
  });

  test('ends in words', () => {
    expect(importSummary(report(3200), 'Imported', 'demo film')).toBe('Imported 3,200 demo films');
    expect(importSummary(report(1), 'Would import', 'film')).toBe('Would import 1 film');
    expect(importSummary(report(3200, { existing: 1200, rejected: 1 }), 'Imported', 'film')).toBe(
      'Imported 1,999 films, 1,200 there already, 1 rejected',
    );
  });
});

describe('the log at a terminal', () => {
  test('is a line of words for a request, and for anything else', () => {
    let text = '';
    const logger = createLogger(
      'info',
      readableLog((line) => {
        text += line;
      }),
    );
    logger.info({ method: 'GET', route: '/api/v1/cart/', status: 200, ms: 3.2, user: 5, request_id: 'a' }, 'request');
    logger.warn({ job: { name: 'mail-receipt' }, password: 'hunter2' }, 'a job failed');
    logger.error({ err: new Error('no disk'), request_id: 'b' }, 'the request failed');
    const [request, job, failure, stack] = text.split('\n');
    expect(request).toMatch(/^\d\d:\d\d:\d\d 200 GET \/api\/v1\/cart\/ 3\.2 ms$/);
    expect(job).toMatch(/^\d\d:\d\d:\d\d WARN a job failed job=\{"name":"mail-receipt"\} password="\[hidden\]"$/);
    expect(failure).toMatch(/^\d\d:\d\d:\d\d ERROR the request failed request=b$/);
    expect(stack).toBe('Error: no disk');
  });
});
