import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of what is sent to a service: it gets through, nobody answers, or HTTP's 500 comes back. */
export type Fate = 'through' | 'hang' | 'error 500';

const ERROR_500 = 'HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** A line to a service of this machine that can be disturbed. */
export class Wire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #fate: Fate = 'through';

  private constructor(target: URL) {
    this.#server = createServer((socket) => this.#connect(socket, target));
  }

  static async to(url: string): Promise<Wire> {
    const wire = new Wire(new URL(url));
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  /** The address in place of the service's own. */
  instead(url: string): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The wire is cut');
    return url.replace(new URL(url).host, `127.0.0.1:${address.port}`);
  }

  /** From now on this happens; whoever is connected is cut off. */
  suffer(fate: Fate): void {
    this.#fate = fate;
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.suffer('hang');
    this.#server.close();
    await once(this.#server, 'close');
  }

  #connect(socket: Socket, target: URL): void {
    this.#keep(socket);
    if (this.#fate === 'hang') return;
    if (this.#fate === 'error 500') {
      socket.once('data', () => socket.end(ERROR_500));
      return;
    }
    const other = connect(Number(target.port), target.hostname);
    this.#keep(other);
    socket.pipe(other).pipe(socket);
    socket.on('close', () => other.destroy());
    other.on('close', () => socket.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
  }
}
