// node serve.mjs: shows this folder to this machine, as any server of static files would. PORT is 8080 unless it is set.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const types = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
]);

/** @param {string} path of a URL */
async function answerTo(path) {
  try {
    const file = join(folder, decodeURIComponent(path.endsWith('/') ? `${path}index.html` : path));
    const type = types.get(extname(file));
    if (type === undefined || !file.startsWith(folder) || file.includes(`${sep}.`)) throw new Error('Not to be shown');
    return { status: 200, type, body: await readFile(file) };
  } catch {
    return { status: 404, type: 'text/plain', body: 'Not found' };
  }
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const { status, type, body } = await answerTo(pathname);
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
});

server.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  process.stdout.write(`Open http://127.0.0.1:${address.port}\n`);
});
