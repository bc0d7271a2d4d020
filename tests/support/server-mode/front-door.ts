import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../dockerfile.ts';
import { eventually } from '../running-cinema.ts';
import { Child } from '../services/child.ts';

/** Whether there is the program, from the system's package of that name. */
export const hasFrontDoor = spawnSync('haproxy', ['-v']).status === 0;

/** The proxy of docker-compose.yml, with its very configuration, before processes of this machine. */
export class FrontDoor {
  readonly url: string;
  readonly #folder: string;
  readonly #process: Child;

  private constructor(port: number, webPorts: readonly number[]) {
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = mkdtempSync(join(tmpdir(), 'online-cinema-proxy-'));
    const file = join(this.#folder, 'haproxy.cfg');
    writeFileSync(file, configuration(port, webPorts, join(this.#folder, 'inside.sock')));
    this.#process = new Child('haproxy', ['-db', '-f', file]);
  }

  static async start(port: number, webPorts: readonly number[]): Promise<FrontDoor> {
    const door = new FrontDoor(port, webPorts);
    await eventually(async () => {
      if (!door.#process.hasEnded) await fetch(door.url);
    });
    if (door.#process.hasEnded) throw new Error(`HAProxy ended:\n${door.output}`);
    return door;
  }

  /** Its log: a line a request. */
  get output(): string {
    return this.#process.output;
  }

  async stop(): Promise<void> {
    await this.#process.end('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The file as it is, but for where it listens, outside and inside, and that no name server knows the web processes here. */
function configuration(port: number, webPorts: readonly number[], socket: string): string {
  const servers = webPorts.map((webPort, index) => `  server web${index + 1} 127.0.0.1:${webPort}`);
  const changes: readonly (readonly [from: string, to: string])[] = [
    ['  bind :8080\n', `  bind 127.0.0.1:${port}\n`],
    ['  server inside unix@/tmp/cinema-inside.sock\n', `  server inside unix@${socket}\n`],
    ['  bind unix@/tmp/cinema-inside.sock\n', `  bind unix@${socket}\n`],
    ['  server-template web 16 web:8000 resolvers names init-addr none\n', `${servers.join('\n')}\n`],
  ];
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`deploy/haproxy.cfg does not say:\n${from}`);
      return text.replace(from, to);
    },
    readFileSync(join(ROOT, 'deploy/haproxy.cfg'), 'utf8'),
  );
}
