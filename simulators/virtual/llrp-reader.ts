import { createServer, type Server, type Socket } from 'node:net';
import type { DeviceReading } from '../../devices/kit/define-device.ts';
import { type Capabilities, writeCapabilities } from '../../devices/kit/llrp/capabilities.ts';
import { createLlrpFramer } from '../../devices/kit/llrp/framer.ts';
import { type LlrpMessage, readMessages, u32, writeMessage } from '../../devices/kit/llrp/message.ts';
import { MESSAGE } from '../../devices/kit/llrp/numbers.ts';
import { readKeepalive } from '../../devices/kit/llrp/reader-config.ts';
import { type ReaderEvent, writeReaderEvents } from '../../devices/kit/llrp/reader-events.ts';
import { type RoSpec, readRoSpec } from '../../devices/kit/llrp/ro-spec.ts';
import { writeStatus } from '../../devices/kit/llrp/status.ts';
import { type WritableTag, writeTag } from '../../devices/kit/llrp/tag-report.ts';
import { toWritable } from '../../devices/kit/llrp/to-readings.ts';
import { LLRP_CAPABILITIES } from './llrp-capabilities.ts';
import { type ChunkedWriter, createRandomChunks } from './random-chunks.ts';

export interface VirtualLlrpReaderOptions {
  readonly host?: string;
  /** 0 = any free one; it stays the same when the reader comes back. */
  readonly port?: number;
  /** Other ones than those of a four-port reader in Taiwan. */
  readonly capabilities?: Partial<Capabilities>;
  /** With a seed its bytes are cut and merged anywhere, as bad networks do; without, each message is written at once. */
  readonly chunkSeed?: number;
  /** Its own clock, epoch ms. */
  readonly clock?: () => number;
  /** Commands that it refuses, by message type: status code and a text. */
  readonly refuses?: Readonly<Record<number, readonly [code: number, text: string]>>;
}

/** A reader as it hangs in a shop: it serves one client, obeys its ROSpec and tells what it hears in the bytes of real readers. */
export interface VirtualLlrpReader {
  /** Begins to listen, also again after `kill`; resolves with the port. */
  listen(): Promise<number>;
  /** The mains fail: connections break without a word, nobody listens, what was set up is forgotten. Also ends it. */
  kill(): Promise<void>;
  /**
   * Hears these tags now. True when they are on their way to a client; false when nobody asked for them: no client, no
   * running ROSpec. Reads of antennas that the ROSpec leaves out are not made. Other readings than tag reads are left out.
   */
  report(readings: readonly DeviceReading[]): boolean;
  tell(event: ReaderEvent): void;
  /** Any bytes, as they stand. */
  send(bytes: Uint8Array): void;
  /** Resolves when everything said so far was handed to the connection. */
  drained(): Promise<void>;
  /** It hangs: connected, but saying nothing and hearing nothing. */
  hang(isHanging: boolean): void;
  isReading(): boolean;
  /** What the client asked for; null when nothing is set up. */
  roSpec(): RoSpec | null;
  /** Message types in the order in which clients said them. */
  heard(): readonly number[];
}

const SUCCESS = 0;
const BUSY = 2;
const ANOTHER_TRIED = 4;
const UNSUPPORTED = 109;
const NO_SUCH = 300;
/** Answers to commands that carry nothing but how it went. */
const PLAIN: Readonly<Record<number, number>> = {
  [MESSAGE.SET_READER_CONFIG]: MESSAGE.SET_READER_CONFIG_RESPONSE,
  [MESSAGE.ADD_ROSPEC]: MESSAGE.ADD_ROSPEC_RESPONSE,
  [MESSAGE.DELETE_ROSPEC]: MESSAGE.DELETE_ROSPEC_RESPONSE,
  [MESSAGE.START_ROSPEC]: MESSAGE.START_ROSPEC_RESPONSE,
  [MESSAGE.STOP_ROSPEC]: MESSAGE.STOP_ROSPEC_RESPONSE,
  [MESSAGE.ENABLE_ROSPEC]: MESSAGE.ENABLE_ROSPEC_RESPONSE,
  [MESSAGE.CLOSE_CONNECTION]: MESSAGE.CLOSE_CONNECTION_RESPONSE,
};

interface Client {
  readonly socket: Socket;
  readonly writer: ChunkedWriter;
  keepalive: NodeJS.Timeout | null;
}

export function createVirtualLlrpReader(options: VirtualLlrpReaderOptions = {}): VirtualLlrpReader {
  const { host = '127.0.0.1', chunkSeed, clock = Date.now, refuses = {} } = options;
  const capabilities: Capabilities = { ...LLRP_CAPABILITIES, ...options.capabilities };
  const heard: number[] = [];
  let port = options.port ?? 0;
  let server: Server | null = null;
  let client: Client | null = null;
  let spec: RoSpec | null = null;
  let isRunning = false;
  let isHanging = false;
  let lastId = 0;
  let connections = 0;

  const write = (bytes: Uint8Array): void => {
    if (!isHanging) client?.writer.write(bytes);
  };
  const say = (type: number, ...parts: readonly Uint8Array[]): void => write(writeMessage(type, ++lastId, ...parts));
  const eventBytes = (event: ReaderEvent): Uint8Array =>
    writeMessage(MESSAGE.READER_EVENT_NOTIFICATION, ++lastId, writeReaderEvents(clock(), [event]));

  function onConnection(socket: Socket): void {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    if (client) {
      socket.end(eventBytes({ event: 'connection-attempt', outcome: BUSY }));
      write(eventBytes({ event: 'connection-attempt', outcome: ANOTHER_TRIED }));
      return;
    }
    const framer = createLlrpFramer();
    connections += 1;
    const straight: ChunkedWriter = { write: (bytes) => void socket.write(bytes), drained: async () => undefined };
    const admitted: Client = {
      socket,
      writer: chunkSeed === undefined ? straight : createRandomChunks(socket, chunkSeed + connections),
      keepalive: null,
    };
    client = admitted;
    socket.on('close', () => leave(admitted));
    socket.on('data', (chunk) => {
      if (isHanging) return;
      for (const piece of framer.push(chunk)) {
        const messages = piece.ok ? readMessages(piece.bytes) : 'damaged';
        if (typeof messages === 'string') socket.destroy();
        else for (const message of messages) obey(message);
      }
    });
    write(eventBytes({ event: 'connection-attempt', outcome: SUCCESS }));
  }

  function leave(gone: Client): void {
    if (gone.keepalive) clearInterval(gone.keepalive);
    if (client === gone) client = null;
  }

  function obey({ type, id, body }: LlrpMessage): void {
    heard.push(type);
    if (type === MESSAGE.KEEPALIVE_ACK || type === MESSAGE.ENABLE_EVENTS_AND_REPORTS) return;
    const [refusal, text] = refuses[type] ?? [SUCCESS, ''];
    const code = refusal === SUCCESS ? execute(type, body) : refusal;
    const status = writeStatus(code, text);
    const answer = PLAIN[type];
    if (answer !== undefined) write(writeMessage(answer, id, status));
    else if (type === MESSAGE.GET_READER_CAPABILITIES)
      write(writeMessage(MESSAGE.GET_READER_CAPABILITIES_RESPONSE, id, status, writeCapabilities(capabilities)));
    // The answer of a custom message has its vendor, and the next subtype.
    else if (type === MESSAGE.CUSTOM_MESSAGE && code === SUCCESS)
      write(writeMessage(type, id, body.subarray(0, 4), Buffer.of((body[4] ?? 0) + 1), status));
    else write(writeMessage(MESSAGE.ERROR_MESSAGE, id, writeStatus(code === SUCCESS ? UNSUPPORTED : code, text)));
    if (type === MESSAGE.CLOSE_CONNECTION) void hangUp();
  }

  /** The status code. */
  function execute(type: number, body: Uint8Array): number {
    const names = body.length >= 4 ? u32(body, 0) : 0;
    const isOurs = spec !== null && names === spec.id;
    switch (type) {
      case MESSAGE.SET_READER_CONFIG:
        keepAlive(readKeepalive(body));
        return SUCCESS;
      case MESSAGE.DELETE_ROSPEC:
        if (names !== 0 && !isOurs) return NO_SUCH;
        spec = null;
        isRunning = false;
        return SUCCESS;
      case MESSAGE.ADD_ROSPEC:
        return addRoSpec(readRoSpec(body));
      case MESSAGE.ENABLE_ROSPEC:
        isRunning = isOurs && spec?.start === 'immediate';
        return isOurs ? SUCCESS : NO_SUCH;
      case MESSAGE.START_ROSPEC:
      case MESSAGE.STOP_ROSPEC:
        isRunning = isOurs && type === MESSAGE.START_ROSPEC;
        return isOurs ? SUCCESS : NO_SUCH;
      default:
        return SUCCESS;
    }
  }

  function addRoSpec(wanted: RoSpec | null): number {
    if (spec !== null || wanted === null || wanted.antennas.some((port) => port > capabilities.antennas)) return NO_SUCH;
    spec = wanted;
    return SUCCESS;
  }

  function keepAlive(periodMs: number | null): void {
    if (client?.keepalive) clearInterval(client.keepalive);
    if (client && periodMs !== null) client.keepalive = setInterval(() => say(MESSAGE.KEEPALIVE), periodMs);
  }

  async function hangUp(): Promise<void> {
    const leaving = client;
    await leaving?.writer.drained();
    leaving?.socket.end();
  }

  /** What of a read the ROSpec asked for. */
  function asAsked(heardTag: WritableTag): WritableTag | null {
    const ports = spec?.antennas ?? [];
    const { channelsKhz } = capabilities;
    // It hops from read to read.
    const tag = channelsKhz.length === 0 ? heardTag : { ...heardTag, channel: 1 + (lastId % channelsKhz.length) };
    if (ports.length > 0 && !ports.includes(tag.antenna ?? 0)) return null;
    if (spec?.report === 'each-tag-impinj') return tag;
    const { rssi } = tag;
    return { ...tag, rssi: rssi === undefined ? undefined : Math.round(rssi), phaseDeg: undefined, dopplerHz: undefined, tid: undefined };
  }

  return {
    listen() {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const listening = createServer(onConnection);
      server = listening;
      listening.once('error', reject);
      listening.listen(port, host, () => {
        const address = listening.address();
        if (address !== null && typeof address === 'object') port = address.port;
        resolve(port);
      });
      return promise;
    },
    async kill() {
      const ending = server;
      server = null;
      spec = null;
      isRunning = false;
      isHanging = false;
      client?.socket.resetAndDestroy();
      if (ending) await new Promise((resolve) => ending.close(resolve));
    },
    report(readings) {
      if (!client || !isRunning || isHanging) return false;
      for (const reading of readings) {
        const tag = reading.kind === 'tag' ? asAsked(toWritable(reading)) : null;
        if (tag) say(MESSAGE.RO_ACCESS_REPORT, writeTag(tag));
      }
      return true;
    },
    tell: (event) => write(eventBytes(event)),
    send: write,
    drained: async () => client?.writer.drained(),
    hang(hanging) {
      isHanging = hanging;
    },
    isReading: () => isRunning,
    roSpec: () => spec,
    heard: () => heard,
  };
}
