import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { crc32, zstdDecompressSync } from 'node:zlib';
import { instant } from '../domain/units.ts';
import type { Frame, TransportName } from '../pipeline/frame.ts';

/**
 * The form of a journal on disk. A segment is a row of blocks; a block is what one group commit wrote (or, in a closed
 * segment, about a mebibyte of frames, compressed). Frames carry a checksum each, blocks are sealed with AES-256-GCM, so a
 * torn, flipped or foreign byte is noticed and never becomes a reading.
 *
 * Block: magic u32 · flags u32 · payload length u32 · frames u32 · first seq f64 · nonce 12 · tag 16 · payload.
 * Frame: length u32 · crc32 u32 · received at f64 · transport u8 · flags u8 · source length u16 · topic length u16 · source · topic · bytes.
 */
const BLOCK_HEADER = 52;
const MAGIC = 0x314a4153;
const ZSTD = 1;
const AUTHENTICATED = 24;
const FRAME_HEADER = 22;
const REPEATED = 1;
/** No block is ever written larger; a length beyond it is damage. */
const LARGEST_PAYLOAD = 64 * 1024 * 1024;
const TRANSPORTS: readonly TransportName[] = ['mqtt', 'mqtt-external', 'http', 'serial', 'opcua', 'llrp', 'gateway', 'replay', 'output'];

/** The frames one after another, each with its checksum; numbers are implied by the block's first. */
export function encodeFrames(frames: readonly Frame[]): Buffer {
  let size = 0;
  for (const frame of frames) size += FRAME_HEADER + Buffer.byteLength(frame.source) + Buffer.byteLength(frame.topic) + frame.bytes.length;
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (const frame of frames) {
    const start = at;
    out.writeDoubleLE(frame.receivedAt, start + 8);
    out[start + 16] = TRANSPORTS.indexOf(frame.transport);
    out[start + 17] = frame.repeated ? REPEATED : 0;
    const sourceLength = out.write(frame.source, start + FRAME_HEADER);
    const topicLength = out.write(frame.topic, start + FRAME_HEADER + sourceLength);
    out.writeUInt16LE(sourceLength, start + 18);
    out.writeUInt16LE(topicLength, start + 20);
    out.set(frame.bytes, start + FRAME_HEADER + sourceLength + topicLength);
    at = start + FRAME_HEADER + sourceLength + topicLength + frame.bytes.length;
    out.writeUInt32LE(at - start, start);
    out.writeUInt32LE(crc32(out.subarray(start + 8, at)), start + 4);
  }
  return out;
}

/** Frames whose checksum holds, and how many did not. */
export function decodeFrames(payload: Buffer, firstSeq: number, count: number): { frames: Frame[]; corrupt: number } {
  const frames: Frame[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const length = at + FRAME_HEADER <= payload.length ? payload.readUInt32LE(at) : 0;
    if (length < FRAME_HEADER || at + length > payload.length) return { frames, corrupt: count - frames.length };
    const record = payload.subarray(at, at + length);
    at += length;
    const transport = TRANSPORTS[record[16] ?? -1];
    if (!transport || crc32(record.subarray(8)) !== record.readUInt32LE(4)) continue;
    const topicAt = FRAME_HEADER + record.readUInt16LE(18);
    const bytesAt = topicAt + record.readUInt16LE(20);
    frames.push({
      seq: firstSeq + i,
      receivedAt: instant(record.readDoubleLE(8)),
      transport,
      source: record.toString('utf8', FRAME_HEADER, topicAt),
      topic: record.toString('utf8', topicAt, bytesAt),
      bytes: record.subarray(bytesAt),
      repeated: (record[17] ?? 0) === REPEATED,
    });
  }
  return { frames, corrupt: count - frames.length };
}

/** Seals a payload of frames; `compressed` says that it already went through zstd. */
export function sealBlock(key: Uint8Array, payload: Uint8Array, firstSeq: number, count: number, compressed: boolean): Buffer {
  const nonce = randomBytes(12);
  const block = Buffer.allocUnsafe(BLOCK_HEADER + payload.length);
  block.writeUInt32LE(MAGIC, 0);
  block.writeUInt32LE(compressed ? ZSTD : 0, 4);
  block.writeUInt32LE(payload.length, 8);
  block.writeUInt32LE(count, 12);
  block.writeDoubleLE(firstSeq, 16);
  block.set(nonce, 24);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(block.subarray(0, AUTHENTICATED));
  block.set(cipher.update(payload), BLOCK_HEADER);
  cipher.final();
  block.set(cipher.getAuthTag(), 36);
  return block;
}

export interface BlockAt {
  readonly firstSeq: number;
  readonly count: number;
  /** Offset just behind the block. */
  readonly end: number;
  /** The frames in clear. Null when the seal does not hold: damaged, or another key. */
  readonly payload: Buffer | null;
}

/** The block at `offset`, or null when no block begins there or it is cut short. */
export function openBlock(key: Uint8Array, file: Buffer, offset: number): BlockAt | null {
  if (offset + BLOCK_HEADER > file.length || file.readUInt32LE(offset) !== MAGIC) return null;
  const length = file.readUInt32LE(offset + 8);
  const end = offset + BLOCK_HEADER + length;
  if (length > LARGEST_PAYLOAD || end > file.length) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, file.subarray(offset + 24, offset + 36));
  decipher.setAAD(file.subarray(offset, offset + AUTHENTICATED));
  decipher.setAuthTag(file.subarray(offset + 36, offset + BLOCK_HEADER));
  const block = { firstSeq: file.readDoubleLE(offset + 16), count: file.readUInt32LE(offset + 12), end };
  try {
    const clear = Buffer.concat([decipher.update(file.subarray(offset + BLOCK_HEADER, end)), decipher.final()]);
    return { ...block, payload: file.readUInt32LE(offset + 4) === ZSTD ? zstdDecompressSync(clear) : clear };
  } catch {
    // The seal is broken: the caller counts it and looks for the next block.
    return { ...block, payload: null };
  }
}

/** Where the next block may begin at or behind `offset`; -1 when there is none. */
export function findBlock(file: Buffer, offset: number): number {
  const magic = Buffer.allocUnsafe(4);
  magic.writeUInt32LE(MAGIC);
  return file.indexOf(magic, offset);
}
