import { createReadStream } from 'node:fs';
import { instant } from '../domain/units.ts';
import { GatewayError } from '../errors.ts';
import type { Frame } from './frame.ts';

const CHUNK = 1024 * 1024;
const NEWLINE = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
/** How a line goes on that this or any plain JSON writer made; others take the slow way through JSON.parse. */
const TIME_KEY = Buffer.from('{"receivedAt":');
const TOPIC_KEY = Buffer.from(',"topic":"');
const PAYLOAD_KEY = Buffer.from('","payload":');
/** Of a time that a double says exactly, and of a head that is no nonsense. */
const MOST_DIGITS = 15;
const LONGEST_HEAD = 400;
const BASE64 = 'base64:';

/** One frame as a line of a recording (docs/recordings.md): JSON payloads stand as JSON, all others as base64. */
export function recordingLine(frame: Frame): string {
  const text = Buffer.from(frame.bytes).toString();
  const head = `{"receivedAt":${frame.receivedAt},"topic":${JSON.stringify(frame.topic)},"payload":`;
  return `${head}${isJsonLine(text, frame.bytes) ? text : JSON.stringify(BASE64 + Buffer.from(frame.bytes).toString('base64'))}}\n`;
}

/** True when the bytes are JSON that can stand in a line of its own and reads back to the same bytes. */
function isJsonLine(text: string, bytes: Uint8Array): boolean {
  if (text.includes('\n') || text.includes('\r') || text.startsWith(`"${BASE64}`) || !Buffer.from(text).equals(bytes)) return false;
  try {
    JSON.parse(text);
    return text.trim() === text;
  } catch {
    return false;
  }
}

/**
 * Reads the frames of a recording one after the other, numbered by line from 1. Times that run backwards are taken as the time before
 * them. `onChunk` hears how many bytes were read so far, every megabyte or so, and is waited for. Errors: RECORDING_INVALID with the
 * line's number.
 */
export async function readRecording(
  path: string,
  onFrame: (frame: Frame) => void,
  onChunk: (bytes: number) => Promise<void> | void = () => {},
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  let newest = 0;
  let bytes = 0;
  let usual: boolean | null = null;
  const take = (data: Buffer, start: number, end: number): void => {
    line++;
    if (end === start || (end === start + 1 && data[start] === CR)) return;
    usual ??= isUsual(data.subarray(start, end));
    const frame = (usual ? parseUsual(data, start, end, line, newest) : null) ?? parseAny(data.subarray(start, end), path, line, newest);
    newest = frame.receivedAt;
    onFrame(frame);
  };
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (rest.length === 0) take(chunk, start, end);
      else {
        // Only the line that lies across two chunks is put together.
        const whole = Buffer.concat([rest, chunk.subarray(start, end)]);
        rest = whole.subarray(whole.length);
        take(whole, 0, whole.length);
      }
      start = end + 1;
    }
    rest = rest.length === 0 ? chunk.subarray(start) : Buffer.concat([rest, chunk.subarray(start)]);
    await onChunk(bytes);
  }
  if (rest.length > 0) take(rest, 0, rest.length);
}

/** Whether the writer of this file puts exactly the three keys, in the usual order: then a payload can be cut out unparsed. */
function isUsual(firstLine: Buffer): boolean {
  try {
    return Object.keys(JSON.parse(firstLine.toString())).join() === 'receivedAt,topic,payload';
  } catch {
    return false;
  }
}

/** The frame of a line as this or any plain JSON writer makes it, cut out byte by byte; null for one that looks different. */
function parseUsual(data: Buffer, start: number, end: number, seq: number, notBefore: number): Frame | null {
  if (!isThere(TIME_KEY, data, start)) return null;
  let at = start + TIME_KEY.length;
  let receivedAt = 0;
  const digitsFrom = at;
  for (let digit = digitAt(data, at); digit >= 0; digit = digitAt(data, ++at)) receivedAt = receivedAt * 10 + digit;
  if (at === digitsFrom || at - digitsFrom > MOST_DIGITS || !isThere(TOPIC_KEY, data, at)) return null;
  const topicFrom = at + TOPIC_KEY.length;
  at = endOfText(data, topicFrom, end);
  const payloadFrom = at + PAYLOAD_KEY.length;
  if (at < 0 || payloadFrom - start > LONGEST_HEAD || !isThere(PAYLOAD_KEY, data, at)) return null;
  const close = data[end - 1] === CR ? end - 2 : end - 1;
  if (data[close] !== CLOSING_BRACE || mayBeBase64(data, payloadFrom)) return null;
  return frameOf(seq, receivedAt, data.toString('latin1', topicFrom, at), data.subarray(payloadFrom, close), notBefore);
}

function isThere(text: Buffer, data: Buffer, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (data[at + i] !== text[i]) return false;
  return true;
}

/** -1 for what is no digit. */
function digitAt(data: Buffer, at: number): number {
  const byte = data[at] ?? 0;
  return byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : -1;
}

/** Where the quote stands that ends a plain text; -1 for one with escapes or more than ASCII. */
function endOfText(data: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = data[at] ?? 0;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte >= 0x80) return -1;
  }
  return -1;
}

const mayBeBase64 = (data: Buffer, from: number): boolean =>
  data[from] !== OPENING_BRACE && data.toString('latin1', from, from + 1 + BASE64.length).endsWith(BASE64);

function parseAny(text: Buffer, path: string, seq: number, notBefore: number): Frame {
  let value: unknown;
  try {
    value = JSON.parse(text.toString());
  } catch (error) {
    throw invalid(path, seq, 'not JSON', error);
  }
  if (!isLine(value)) throw invalid(path, seq, 'needs receivedAt (epoch ms), topic and payload');
  const { payload } = value;
  const raw = typeof payload === 'string' && payload.startsWith(BASE64);
  const bytes = raw ? Buffer.from(payload.slice(BASE64.length), 'base64') : Buffer.from(JSON.stringify(payload));
  return frameOf(seq, value.receivedAt, value.topic, bytes, notBefore);
}

const frameOf = (seq: number, receivedAt: number, topic: string, bytes: Uint8Array, notBefore: number): Frame => ({
  seq,
  receivedAt: instant(Math.max(notBefore, Math.trunc(receivedAt))),
  transport: 'replay',
  source: '',
  topic,
  bytes,
  repeated: false,
});

const isLine = (value: unknown): value is { receivedAt: number; topic: string; payload: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  'payload' in value &&
  'topic' in value &&
  'receivedAt' in value &&
  typeof value.topic === 'string' &&
  Number.isFinite(value.receivedAt);

const invalid = (path: string, line: number, what: string, cause?: unknown): GatewayError =>
  new GatewayError('RECORDING_INVALID', `${path}:${line}: ${what}`, { path, line }, cause);
