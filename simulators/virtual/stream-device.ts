import { once } from 'node:events';
import { constants, open } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import type { DeviceDriver, DeviceReading } from '../../devices/kit/define-device.ts';
import type { Framer } from '../../devices/kit/stream.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';

export interface VirtualStreamOptions {
  /** Gives the form of its readings. */
  readonly driver: Pick<DeviceDriver, 'driver' | 'encode'>;
  /** The far terminal of a PTY pair, or a TCP port on which it waits for the gateway; 0: any. */
  readonly on: { readonly path: string } | { readonly host: string; readonly port: number };
  /** How what the gateway says is cut into commands; without it each piece of the stream is one as it comes. */
  readonly commands?: () => Framer;
  /** What the hardware answers to a command; null: it keeps silent. Without it it answers nothing. */
  readonly answer?: (command: Uint8Array) => Uint8Array | null;
  /** Called for each command, after its answer. */
  readonly onCommand?: (command: Uint8Array) => void;
  /** The id that its readings are encoded for. */
  readonly device?: string;
}

/** A piece of hardware on a byte stream that is only software: answers what it is asked and says what it senses. */
export interface VirtualStreamDevice {
  /** Opens its end. Rejects when the port cannot be opened or the address is taken. */
  start(): Promise<void>;
  /** TCP port it waits on; 0 on a serial line. */
  port(): number;
  /** Says readings in the hardware's own form; gives the number of messages. Rejects when the line is closed. */
  say(readings: readonly DeviceReading[]): Promise<number>;
  /** Says raw bytes: noise, halves of messages, what no reading tells. Waits for a slow listener. */
  write(bytes: Uint8Array): Promise<void>;
  /** Says what `next` gives, so many times a second (1 to 10,000), until the returned function is called; `next` null ends it too. */
  sayAtRate(perSecond: number, next: () => readonly DeviceReading[] | null): () => Promise<void>;
  /** The last 1,000 commands, oldest first. */
  commands(): readonly Uint8Array[];
  /** True while somebody listens: on TCP the gateway is connected, a serial line is open. */
  isHeard(): boolean;
  /** Hangs up: TCP connections end, the port closes; `start` opens it again. Safe to call twice. */
  stop(): Promise<void>;
}

const MOST_COMMANDS = 1_000;
/** Shortest time between two goes of a rate, ms; higher rates say several at once. */
const TURN_MS = 5;

export function createVirtualStreamDevice(options: VirtualStreamOptions): VirtualStreamDevice {
  const { driver, on, answer, onCommand } = options;
  const device = asId<DeviceId>(options.device ?? 'virtual-1');
  const heard: Uint8Array[] = [];
  const lines = new Set<Duplex>();
  let close: (() => Promise<void>) | null = null;
  let port = 0;

  function serve(line: Duplex): void {
    const framer = options.commands?.();
    lines.add(line);
    line.on('data', (chunk: Buffer) => {
      const commands = framer ? framer.push(chunk).flatMap((piece) => (piece.ok ? [piece.bytes] : [])) : [Uint8Array.from(chunk)];
      for (const command of commands) {
        heard.push(command);
        if (heard.length > MOST_COMMANDS) heard.shift();
        const reply = answer?.(command) ?? null;
        if (reply !== null) line.write(reply);
        onCommand?.(command);
      }
    });
    // A cable that is pulled is no error of the device: it is just not heard any more.
    line.on('error', () => lines.delete(line));
    line.on('close', () => lines.delete(line));
  }

  async function write(bytes: Uint8Array): Promise<void> {
    if (lines.size === 0) throw new Error(`nobody listens to the virtual ${driver.driver}`);
    await Promise.all([...lines].map((line) => writeTo(line, bytes)));
  }

  async function say(readings: readonly DeviceReading[]): Promise<number> {
    if (!driver.encode) throw new Error(`${driver.driver} has no words for readings`);
    const messages = driver.encode(readings, device);
    if (messages.length > 0) await write(Buffer.concat(messages.map(({ bytes }) => bytes)));
    return messages.length;
  }

  return {
    async start() {
      if (close) return;
      if ('path' in on) close = await openTerminal(on.path, serve);
      else {
        const server = await listen(on, serve);
        close = server.close;
        port = server.port;
      }
    },
    port: () => port,
    say,
    write,
    sayAtRate(perSecond, next) {
      const startedAt = performance.now();
      let said = 0;
      let isOver = false;
      async function run(): Promise<void> {
        while (!isOver) {
          const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond);
          for (; said < due && !isOver; said++) {
            const readings = next();
            if (readings === null) return;
            await say(readings);
          }
          await new Promise((resolve) => setTimeout(resolve, TURN_MS));
        }
      }
      const running = run();
      // Whoever stops it hears of it; until then it is nobody's.
      running.catch(() => undefined);
      return async () => {
        isOver = true;
        await running;
      };
    },
    commands: () => heard,
    isHeard: () => lines.size > 0,
    async stop() {
      const closing = close;
      close = null;
      await closing?.();
      lines.clear();
    },
  };
}

function writeTo(line: Duplex, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    // A line that closes takes its callbacks with it.
    const onClose = (): void => reject(new Error('the line closed'));
    line.once('close', onClose);
    line.write(bytes, (error) => {
      line.off('close', onClose);
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Node's own terminals notice a hang-up and spin never; a PTY has no speed to be set. */
async function openTerminal(path: string, serve: (line: Duplex) => void): Promise<() => Promise<void>> {
  const file = await promisify(open)(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  const terminal = new ReadStream(file);
  // Bytes go through as they are: no echo, no line editing.
  terminal.setRawMode(true);
  const closed = once(terminal, 'close');
  closed.catch(() => undefined);
  serve(terminal);
  return async () => {
    terminal.destroy();
    await closed.catch(() => undefined);
  };
}

async function listen(
  address: { readonly host: string; readonly port: number },
  serve: (line: Duplex) => void,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
