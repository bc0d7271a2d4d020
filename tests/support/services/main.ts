// npm run services: the services of server mode as processes of this machine, until Ctrl-C. Standard output is what the
// apps are to be told about them, ready for a `.env`; all else goes to standard error.
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { missingFor, type Place, type Service, type ServiceName, serviceNames, start } from './services.ts';

const HELP = `npm run services -- [OPTION…]: what server mode stands on, as processes of this machine, until Ctrl-C.

  --only NAME,…          some of them: ${serviceNames.join(', ')} (all but the last, unless told)
  --port NAME=NUMBER     where one of them listens; maildev-web is where mails are read
  --data FOLDER          keeps the database there (else it is gone at the end)
  --webhooks URL         where Stripe's stand-in tells of payments
`;
/** Beside those that the real ones of this machine may have. */
const PORTS = { db: 15432, redis: 16379, minio: 19000, maildev: 11025, 'maildev-web': 11080, stripe: 12111 };
const WEBHOOKS = 'http://127.0.0.1:8000/api/v1/payments/webhook/';

const say = (text: string) => process.stderr.write(`${text}\n`);
const running: Service[] = [];
let isStopping = false;

async function stopAll(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await Promise.all(running.map((service) => service.stop()));
  process.exit(code);
}

process.on('SIGINT', () => void stopAll(0)).on('SIGTERM', () => void stopAll(0));
// Whoever started us is gone.
process.on('disconnect', () => void stopAll(0));

try {
  const { names, place } = wanted();
  const obstacles = [...missingPrograms(names), ...(await takenPorts(names, place.ports))];
  if (obstacles.length > 0) throw new Error(obstacles.join('\n'));
  await run(names, place);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  await stopAll(1);
}

async function run(names: readonly ServiceName[], place: Place): Promise<void> {
  const starting = names.map(async (name) => {
    const service: Service = await start[name](place);
    running.push(service);
    if (isStopping) await service.stop();
    return service;
  });
  const services = await Promise.all(starting);
  for (const { note } of services) say(`Running: ${note}.`);
  say('Ctrl-C stops all of it. For the apps:\n');
  for (const { environment } of services) {
    for (const [name, value] of Object.entries(environment)) process.stdout.write(`${name}=${value}\n`);
  }
}

function missingPrograms(names: readonly ServiceName[]): readonly string[] {
  return missingFor(names).map(
    ({ program, service, remedy }) => `${program} is not installed, for ${service}: ${remedy}`,
  );
}

async function takenPorts(names: readonly ServiceName[], ports: Place['ports'] = {}): Promise<readonly string[]> {
  const asked = names.flatMap((name) => (name === 'maildev' ? [name, 'maildev-web' as const] : [name]));
  const answers = await Promise.all(asked.map(async (name) => ({ name, isTaken: await isTaken(ports[name]) })));
  return answers
    .filter(({ isTaken }) => isTaken)
    .map(({ name }) => `${ports[name]} is in use: stop what listens there, or say --port ${name}=NUMBER`);
}

async function isTaken(port: number | undefined): Promise<boolean> {
  if (port === undefined) return false;
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    server.close();
    await once(server, 'close');
    return false;
  } catch {
    return true;
  }
}

function wanted(): { names: readonly ServiceName[]; place: Place } {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      port: { type: 'string', multiple: true, default: [] },
      data: { type: 'string' },
      webhooks: { type: 'string', default: WEBHOOKS },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    say(HELP);
    process.exit(0);
  }
  const only = values.only?.split(',') ?? serviceNames.filter((name) => name !== 'stripe-mock');
  const names = serviceNames.filter((name) => only.includes(name));
  const unknown = only.filter((name) => !serviceNames.some((known) => known === name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}.\n\n${HELP}`);
  const folder = values.data === undefined ? undefined : resolve(values.data);
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  return { names, place: { ports: { ...PORTS, ...portsIn(values.port) }, folder, webhookUrl: values.webhooks } };
}

function portsIn(texts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name = '', port] = /^([\w-]+)=(\d{1,5})$/.exec(text) ?? [];
      if (name in PORTS || name === 'stripe-mock') return [name, Number(port)];
      throw new Error(`--port is "${text}"; it takes NAME=NUMBER.\n\n${HELP}`);
    }),
  );
}
