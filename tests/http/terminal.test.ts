import { PassThrough } from 'node:stream';
import { importProgress } from '@online-cinema/http/import-progress';
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
  test('is a bar on a terminal, then a line', async () => {
    const { output, read } = anOutput(true);
    const progress = await importProgress(output, 3200);
    progress.show(report(100));
    progress.show(report(3200));
    progress.end(report(3200));
    expect(read()).toContain('Importing demo films');
    expect(read()).toContain('3200 of 3200');
    expect(read()).toMatch(/Imported 3,200 demo films\n$/);
  });

  test('is a line at the beginning and one at the end elsewhere', async () => {
    const { output, read } = anOutput(false);
    const progress = await importProgress(output, 3200);
    for (const rows of [100, 200, 3200]) progress.show(report(rows));
    progress.end(report(3200, { existing: 1200, rejected: 1 }));
    expect(read()).toBe('Importing 3,200 demo films …\nImported 1,999 demo films, 1200 there already, 1 rejected\n');
  });

  test.each([true, false])('is nothing where there is nothing to import, on a terminal: %s', async (isTTY) => {
    const { output, read } = anOutput(isTTY);
    (await importProgress(output, 3200)).end(undefined);
    expect(read()).toBe('');
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
