import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';
import { findProgram } from './go-program.ts';
import { eventually } from './running-cinema.ts';

/** The program `redis-server`, from the system's package of that name. */
export const redisPath = findProgram('redis-server', '--version');

/** A real Redis on the loopback address that keeps nothing. */
export class RedisServer {
  readonly #port: number;
  #server: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  /** Nothing runs yet. */
  static async prepare(port?: number): Promise<RedisServer> {
    return new RedisServer(port ?? (await freePort()));
  }

  /** On a free port, or on this one. */
  static async start(port?: number): Promise<RedisServer> {
    const redis = await RedisServer.prepare(port);
    await redis.comeUp();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  /** Starts the server, anew on the same address where it was stopped. */
  async comeUp(): Promise<void> {
    const nothingKept = ['--save', '', '--appendonly', 'no'];
    const settings = ['--bind', '127.0.0.1', '--port', `${this.#port}`, ...nothingKept];
    this.#server = spawn(redisPath ?? 'redis-server', settings, { stdio: 'ignore' });
    await eventually(() => this.#answers());
  }

  /** Kills the server, and what it knew with it. */
  async goDown(): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  /** Keeps its connections, and answers nobody until it wakes up. */
  fallSilent(): void {
    this.#server?.kill('SIGSTOP');
  }

  wakeUp(): void {
    this.#server?.kill('SIGCONT');
  }

  async #answers(): Promise<void> {
    const socket = connect(this.#port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      socket.write('PING\r\n');
      const [answer] = await once(socket, 'data');
      if (!String(answer).startsWith('+PONG')) throw new Error(`Redis answers ${answer}`);
    } finally {
      socket.destroy();
    }
  }
}
