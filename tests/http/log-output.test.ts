import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogOutput } from '@online-cinema/http/log-output';
import { createLogger } from '@online-cinema/http/logger';
import { expect, onTestFinished, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'cinema-'));
const file = join(folder, 'cinema.log');

test('whoever waits for the log finds every line of it written, in their order', async () => {
  const descriptor = openSync(file, 'w');
  onTestFinished(() => {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });
  const logger = createLogger('info', new LogOutput(descriptor));
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
  for (const line of lines) logger.info(line);

  await new Promise<unknown>((resolve) => logger.flush(resolve));

  const written = readFileSync(file, 'utf8').trim().split('\n');
  expect(written.map((line) => JSON.parse(line).msg)).toEqual(lines);
});
