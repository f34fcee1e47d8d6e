import { connect, type Socket } from 'node:net';
import { createLlrpFramer } from '../../devices/kit/llrp/framer.ts';
import { type LlrpMessage, readMessages, writeMessage } from '../../devices/kit/llrp/message.ts';
import { isResponse, MESSAGE } from '../../devices/kit/llrp/numbers.ts';
import { CONNECTION_OUTCOMES, readReaderEvents } from '../../devices/kit/llrp/reader-events.ts';
import { readStatus } from '../../devices/kit/llrp/status.ts';

/** A reader that is there answers the call within this time, ms; a dead address would let us wait for minutes. */
const CONNECT_MS = 3_000;
/** And every command, and the first event of the connection, within this time, ms. */
const ANSWER_MS = 5_000;
/** How long a reader may take to say goodbye, ms. */
const GOODBYE_MS = 1_000;
const SUCCESS = 0;
const ANOTHER_TRIED = 4;

export interface LlrpConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** Nothing heard for so long, ms: the reader is dead. */
  readonly silenceMs: number;
  /** Reports, events and capabilities, as whole messages, in the order in which they came. */
  readonly onMessage: (bytes: Uint8Array) => void;
  /** Bytes that are no message: the connection ends with it. */
  readonly onDamage: (bytes: Uint8Array) => void;
  readonly onNotice: (text: string) => void;
  /** Once, when the connection has ended by itself. */
  readonly onEnded: (problem: string) => void;
  readonly signal: AbortSignal;
}

export interface LlrpConnection {
  /** The body of the answer. Rejects when there is none in time, or when the connection ends. */
  ask(type: number, ...parts: readonly Uint8Array[]): Promise<Uint8Array>;
  say(type: number, ...parts: readonly Uint8Array[]): void;
  /** Takes nothing more from the wire until it is told to go on; meanwhile silence proves nothing. */
  hold(isHeld: boolean): void;
  /** With a goodbye unless the reader is gone. What it still reports meanwhile is taken. Safe to call twice. */
  close(isLost: boolean): Promise<void>;
}

interface Waiting {
  readonly resolve: (body: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** Resolves when the reader has taken the connection as its client; rejects with the reader's reason, or with the network's. */
export async function openLlrpConnection(options: LlrpConnectionOptions): Promise<LlrpConnection> {
  const { host, port, silenceMs, onMessage, onDamage, onNotice, onEnded, signal } = options;
  const socket = await call(host, port, signal);
  const framer = createLlrpFramer();
  const asked = new Map<number, Waiting>();
  const admitted = Promise.withResolvers<void>();
  let lastId = 0;
  let heardAt = performance.now();
  let isHeld = false;
  let hasEnded = false;

  function end(problem: string): void {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(watch);
    signal.removeEventListener('abort', onAbort);
    socket.destroy();
    for (const piece of framer.flush()) onDamage(piece.bytes);
    const error = new Error(problem);
    admitted.reject(error);
    for (const { reject } of asked.values()) reject(error);
    asked.clear();
    onEnded(problem);
  }

  const send = (type: number, id: number, parts: readonly Uint8Array[]): void => {
    if (!hasEnded) socket.write(writeMessage(type, id, ...parts));
  };

  function onEvents(body: Uint8Array): void {
    const told = readReaderEvents(body);
    for (const event of typeof told === 'string' ? [] : told.events) {
      if (event.event === 'connection-close') end('the reader closed the connection');
      if (event.event !== 'connection-attempt') continue;
      const outcome = CONNECTION_OUTCOMES[event.outcome] ?? `connection outcome ${event.outcome}`;
      if (event.outcome === SUCCESS) admitted.resolve();
      else if (event.outcome === ANOTHER_TRIED) onNotice(outcome);
      else end(`${outcome}: end the other program, or restart the reader`);
    }
  }

  function take({ type, id, body }: LlrpMessage, whole: Uint8Array): void {
    switch (type) {
      case MESSAGE.KEEPALIVE:
        send(MESSAGE.KEEPALIVE_ACK, id, []);
        break;
      case MESSAGE.RO_ACCESS_REPORT:
        onMessage(whole);
        break;
      case MESSAGE.READER_EVENT_NOTIFICATION:
        onMessage(whole);
        onEvents(body);
        break;
      case MESSAGE.GET_READER_CAPABILITIES_RESPONSE:
        onMessage(whole);
        answered(id, body);
        break;
      case MESSAGE.ERROR_MESSAGE:
        onError(id, body);
        break;
      default:
        if (isResponse(type) || type === MESSAGE.CUSTOM_MESSAGE) answered(id, body);
    }
  }

  function answered(id: number, body: Uint8Array): void {
    asked.get(id)?.resolve(body);
    asked.delete(id);
  }

  function onError(id: number, body: Uint8Array): void {
    const status = readStatus(body);
    const text = `the reader reports an error: ${status?.name ?? 'unknown'} ${status?.text ?? ''}`.trim();
    asked.get(id)?.reject(new Error(text));
    asked.delete(id);
    onNotice(text);
  }

  function onChunk(chunk: Uint8Array): void {
    heardAt = performance.now();
    for (const piece of framer.push(chunk)) {
      if (hasEnded) return;
      if (!piece.ok) {
        onDamage(piece.bytes);
        end(`the stream is damaged: ${piece.detail}`);
        return;
      }
      const messages = readMessages(piece.bytes);
      if (typeof messages !== 'string') for (const message of messages) take(message, piece.bytes);
    }
  }

  function onSilence(): void {
    const left = isHeld ? silenceMs : heardAt + silenceMs - performance.now();
    if (left > 0) watch = setTimeout(onSilence, left);
    else end(`nothing heard for ${Math.round(silenceMs / 100) / 10} s`);
  }
  let watch = setTimeout(onSilence, silenceMs);
  // Until the reader has taken us; from then on whoever holds the connection closes it.
  const onAbort = (): void => admitted.reject(new Error('stopped'));
  signal.addEventListener('abort', onAbort, { once: true });
  socket.on('data', onChunk);
  socket.on('error', (error) => end(error.message));
  socket.on('close', () => end('the reader closed the connection'));

  async function ask(type: number, ...parts: readonly Uint8Array[]): Promise<Uint8Array> {
    if (hasEnded) throw new Error('the connection has ended');
    lastId += 1;
    const id = lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    asked.set(id, { resolve, reject });
    send(type, id, parts);
    try {
      return await inTime(promise, ANSWER_MS, `no answer to message ${type} within ${ANSWER_MS / 1_000} s`);
    } finally {
      asked.delete(id);
    }
  }

  async function close(isLost: boolean): Promise<void> {
    if (!isLost && !hasEnded) {
      const goodbye = Promise.race([ask(MESSAGE.CLOSE_CONNECTION), new Promise((resolve) => socket.once('close', resolve))]);
      // A reader that does not answer is left all the same.
      await inTime(goodbye, GOODBYE_MS, 'no goodbye').catch(() => undefined);
    }
    end('closed');
  }

  try {
    await inTime(admitted.promise, ANSWER_MS, `no LLRP reader: no connection event within ${ANSWER_MS / 1_000} s`);
  } catch (error) {
    end('not admitted');
    throw error;
  }
  return {
    ask,
    close,
    say(type, ...parts) {
      lastId += 1;
      send(type, lastId, parts);
    },
    hold(held) {
      isHeld = held;
      heardAt = performance.now();
      if (held) socket.pause();
      else socket.resume();
    },
  };
}

function call(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  if (signal.aborted) return Promise.reject(new Error('stopped'));
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  const fail = (error: Error): void => {
    socket.destroy();
    reject(error);
  };
  const onAbort = (): void => fail(new Error('stopped'));
  const late = setTimeout(() => fail(new Error(`no connection within ${CONNECT_MS / 1_000} s`)), CONNECT_MS);
  signal.addEventListener('abort', onAbort, { once: true });
  socket.once('error', fail);
  socket.once('connect', () => resolve(socket));
  return promise.finally(() => {
    clearTimeout(late);
    signal.removeEventListener('abort', onAbort);
    socket.off('error', fail);
  });
}

/** The promise, or a rejection when it takes longer. */
async function inTime<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(what)), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
