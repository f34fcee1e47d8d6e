import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { until } from './until.ts';

/** MQTT 3.1.1 packets by hand, so that a test can send what no client library would. */
export function text(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u16(bytes.length), bytes]);
}
export const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

export function packet(first: number, ...parts: readonly (Uint8Array | number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length: number[] = [];
  let rest = body.length;
  do {
    length.push((rest % 128) | (rest > 127 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([first]), Buffer.from(length), body]);
}

export interface ConnectFields {
  readonly clientId?: string | Uint8Array;
  readonly username?: string | null;
  readonly password?: string | null;
  readonly clean?: boolean;
  readonly keepAliveS?: number;
  readonly level?: number;
  readonly protocol?: string;
  /** Set as they are on top of what the other fields ask for. */
  readonly flags?: number;
  readonly will?: { readonly topic: string | Uint8Array; readonly payload: string; readonly qos?: number; readonly retain?: boolean };
}

export function connectPacket(fields: ConnectFields): Buffer {
  const { username = 'gate-1', password = 'secret of gate-1', clean = true, keepAliveS = 60, level = 4, protocol = 'MQTT', will } = fields;
  const flags =
    (fields.flags ?? 0) |
    (clean ? 2 : 0) |
    (will ? 4 | ((will.qos ?? 0) << 3) | (will.retain ? 0x20 : 0) : 0) |
    (password === null ? 0 : 0x40) |
    (username === null ? 0 : 0x80);
  return packet(
    0x10,
    text(protocol),
    [level, flags],
    u16(keepAliveS),
    level === 5 ? [0] : [],
    text(fields.clientId ?? username ?? ''),
    level === 5 && will ? [0] : [],
    will ? Buffer.concat([text(will.topic), text(will.payload)]) : [],
    username === null ? [] : text(username),
    password === null ? [] : text(password),
  );
}

export function publishPacket(
  topic: string | Uint8Array,
  payload: string | Uint8Array,
  options: { qos?: number; id?: number; dup?: boolean; retain?: boolean } = {},
): Buffer {
  const { qos = 1, id = 1, dup = false, retain = false } = options;
  return packet(0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0), text(topic), qos > 0 ? u16(id) : [], Buffer.from(payload));
}
export const subscribePacket = (id: number, ...filters: readonly (readonly [string | Uint8Array, number])[]): Buffer =>
  packet(0x82, u16(id), ...filters.flatMap(([filter, qos]) => [text(filter), [qos]]));
export const pubrelPacket = (id: number): Buffer => packet(0x62, u16(id));

/** One received packet: its first byte and its body. */
export interface Received {
  readonly first: number;
  readonly body: Buffer;
}

/** A connection that sends bytes as they are and cuts what comes back into packets. */
export function createWire(stream: Duplex) {
  const received: Received[] = [];
  let rest = Buffer.alloc(0);
  let taken = 0;
  let isClosed = false;
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let cut = cutPacket(rest); cut; cut = cutPacket(rest)) {
      received.push({ first: rest[0] ?? 0, body: rest.subarray(cut.from, cut.to) });
      rest = rest.subarray(cut.to);
    }
  });
  stream.on('close', () => {
    isClosed = true;
  });
  stream.on('error', () => stream.destroy());
  onTestFinished(() => {
    stream.destroy();
  });

  return {
    received,
    stream,
    send: (...packets: readonly Uint8Array[]): boolean => stream.write(Buffer.concat(packets)),
    isClosed: (): boolean => isClosed,
    closed: (): Promise<void> => until(() => isClosed, 'the broker closes the connection'),
    /** The next packet; fails when the connection ends before. */
    async next(): Promise<Received> {
      await until(() => received.length > taken || isClosed, 'the next packet');
      const one = received[taken];
      if (!one) throw new Error('closed before the next packet');
      taken += 1;
      return one;
    },
    /**
     * Packets that are under way to us: all that come until three PINGREQs, one after the other, are answered. One is not
     * enough, since the broker answers it while an earlier message still goes through its queues.
     */
    async settled(): Promise<Received[]> {
      const all: Received[] = [];
      for (let round = 0; round < 3; round += 1) {
        stream.write(packet(0xc0));
        for (let one = await this.next(); one.first !== 0xd0; one = await this.next()) all.push(one);
      }
      return all;
    },
  };
}
export type Wire = ReturnType<typeof createWire>;

export async function openWire(port: number): Promise<Wire> {
  const socket: Socket = connect(port, '127.0.0.1');
  const wire = createWire(socket);
  await until(() => socket.readyState === 'open' || wire.isClosed(), 'a TCP connection');
  return wire;
}

function cutPacket(bytes: Buffer): { from: number; to: number } | null {
  let length = 0;
  for (let at = 1; at < Math.min(5, bytes.length); at += 1) {
    const byte = bytes[at] ?? 0;
    length += (byte & 0x7f) << (7 * (at - 1));
    if (byte < 0x80) return bytes.length >= at + 1 + length ? { from: at + 1, to: at + 1 + length } : null;
  }
  return null;
}
