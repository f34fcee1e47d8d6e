import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { LineSettings } from '../../devices/kit/stream.ts';
import { noticeHangUp } from './serial-hang-up.ts';

/** Where a device's bytes come from: a port of this machine, or a TCP server (the device itself, or a serial server). */
export type StreamLine = (LineSettings & { readonly path: string }) | { readonly host: string; readonly port: number };

export interface StreamPort {
  /** Resolves when the system has taken the bytes. Rejects when they cannot get out. */
  write(bytes: Uint8Array): Promise<void>;
  /** Lets a sender on TCP wait; a serial line cannot wait and goes on. */
  pause(): void;
  resume(): void;
  /** Resolves when it is free for the next one. Safe to call twice. */
  close(): Promise<void>;
}

export interface PortEvents {
  onBytes(chunk: Uint8Array): void;
  /** Once, when it has ended by itself; not after `close`. */
  onEnd(problem: string): void;
}

const CONNECT_MS = 10_000;
/** A peer that does not read: so long, and so many bytes. */
const WRITE_MS = 5_000;
const MOST_UNSENT = 64 * 1024;
/** The first probe of a quiet TCP connection comes after so long: a pulled network cable says nothing by itself. */
const PROBE_MS = 15_000;

export const nameOfLine = (line: StreamLine): string => ('path' in line ? line.path : `${line.host}:${line.port}`);

/** Rejects with what the system says, and when the signal says stop. */
export const openPort = (line: StreamLine, events: PortEvents, signal: AbortSignal): Promise<StreamPort> =>
  'path' in line ? openSerial(line, events) : openTcp(line, events, signal);

async function openSerial(line: Extract<StreamLine, { path: string }>, events: PortEvents): Promise<StreamPort> {
  // Native code: only loaded where a port is in use.
  const { SerialPort } = await import('serialport');
  const { path, baud, dataBits, parity, stopBits } = line;
  const port = new SerialPort({ path, baudRate: baud, dataBits, parity, stopBits, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  noticeHangUp(port);
  const opened = wrap(port, events);
  return {
    ...opened,
    // The kernel's buffer is small and overflows without a word: what comes is read and held here, where it is counted.
    pause: () => undefined,
    resume: () => undefined,
    async close() {
      opened.forget();
      if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
    },
  };
}

async function openTcp({ host, port }: { host: string; port: number }, events: PortEvents, signal: AbortSignal): Promise<StreamPort> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: PROBE_MS });
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]) });
  } catch (error) {
    socket.destroy();
    const isSlow = error instanceof Error && error.name === 'AbortError';
    throw isSlow ? new Error(`no answer within ${CONNECT_MS / 1_000} s`) : error;
  }
  const opened = wrap(socket, events);
  return {
    ...opened,
    async close() {
      opened.forget();
      socket.destroy();
    },
  };
}

/** What serial ports and sockets have in common. */
function wrap(duplex: Duplex, events: PortEvents): StreamPort & { forget(): void } {
  let isOver = false;
  const over = Promise.withResolvers<never>();
  // Nobody may be writing when it ends.
  over.promise.catch(() => undefined);

  function end(problem: string): void {
    if (isOver) return;
    isOver = true;
    over.reject(new Error(problem));
    events.onEnd(problem);
  }
  duplex.on('data', (chunk: Buffer) => {
    if (!isOver) events.onBytes(chunk);
  });
  duplex.on('error', (error) => end(error.message));
  duplex.on('close', (error?: unknown) => end(error instanceof Error ? `closed: ${error.message}` : 'closed by the other side'));

  return {
    async write(bytes) {
      if (isOver) throw new Error('closed');
      if (duplex.writableLength + bytes.length > MOST_UNSENT) throw new Error('the device does not take what is sent');
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(new Error(`nothing was taken for ${WRITE_MS / 1_000} s`)), WRITE_MS);
      const written = new Promise<void>((resolve, fail) => {
        duplex.write(bytes, (error) => (error ? fail(error) : resolve()));
      });
      // Whichever loses the race must not be an unhandled rejection.
      written.catch(() => undefined);
      late.catch(() => undefined);
      try {
        await Promise.race([written, over.promise, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    pause: () => void duplex.pause(),
    resume: () => void duplex.resume(),
    close: () => Promise.resolve(),
    forget() {
      isOver = true;
      over.reject(new Error('closed'));
    },
  };
}
