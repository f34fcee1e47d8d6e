import { isMessageType } from './numbers.ts';

/** Bytes of a message's head: version and type, length of the whole, id. */
export const HEAD_BYTES = 10;
/** The longest message we believe in, bytes: a full capabilities answer has ten thousand, a report far less. */
export const LONGEST_MESSAGE = 1_048_576;

export interface LlrpMessage {
  readonly type: number;
  /** Given by the client, repeated in the answer; the reader counts its own. */
  readonly id: number;
  readonly body: Uint8Array;
}

export const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
export const u32 = (bytes: Uint8Array, at: number): number => ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
/** Exact up to 2^53, which is in the year 2255 as microseconds. */
export const u64 = (bytes: Uint8Array, at: number): number => u32(bytes, at) * 0x1_0000_0000 + u32(bytes, at + 4);
export const i16 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) << 16) >> 16;
export const i8 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 24) >> 24;

/** Length of the message whose head stands at `at`; a text says why no message begins there. Needs ten bytes. */
export function lengthAt(bytes: Uint8Array, at: number): number | string {
  const head = u16(bytes, at);
  const version = head >> 10;
  // Three reserved bits and a version of 1 (1.0.1) or 2 (1.1).
  if (version !== 1 && version !== 2) return 'no LLRP version 1 or 2 where a message should begin';
  if (!isMessageType(head & 0x3ff)) return 'no known message type where a message should begin';
  const length = u32(bytes, at + 2);
  return length >= HEAD_BYTES && length <= LONGEST_MESSAGE ? length : `a message length outside ${HEAD_BYTES} to ${LONGEST_MESSAGE}`;
}

/** The whole messages that the bytes are made of, one after the other and to the last byte; else a text that says what is wrong. */
export function readMessages(bytes: Uint8Array): readonly LlrpMessage[] | string {
  const messages: LlrpMessage[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = at + HEAD_BYTES <= bytes.length ? lengthAt(bytes, at) : 'less than the ten bytes of a head';
    if (typeof length === 'string') return length;
    if (at + length > bytes.length) return 'the message is cut short';
    messages.push({ type: u16(bytes, at) & 0x3ff, id: u32(bytes, at + 6), body: bytes.subarray(at + HEAD_BYTES, at + length) });
    at += length;
  }
  return messages;
}

/** A whole message of version 1.0.1, which readers of 1.1 understand too. */
export function writeMessage(type: number, id: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([bytesOf(2, 0x0400 | type), bytesOf(4, HEAD_BYTES + body.length), bytesOf(4, id), body]);
}

/** A whole number, big endian; negative ones in two's complement. */
export function bytesOf(size: 1 | 2 | 4 | 8, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 8) bytes.writeBigUInt64BE(BigInt(value));
  else bytes.writeUIntBE(value < 0 ? value + 256 ** size : value, 0, size);
  return bytes;
}
