import { createReadStream } from 'node:fs';
import { instant } from '../domain/units.ts';
import { GatewayError } from '../errors.ts';
import type { Frame } from './frame.ts';

const CHUNK = 1024 * 1024;
const NEWLINE = 10;
/** How a line looks that this or any plain JSON writer made; others take the slow way through JSON.parse. */
const USUAL = /^\{"receivedAt":(\d{1,16}),"topic":"([^"\\]*)","payload":/;
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
 * The frames of a recording in batches, numbered by line from 1. Times that run backwards are taken as the time before them.
 * `onRead` hears how many bytes were read so far. Errors: RECORDING_INVALID with the line's number.
 */
export async function* readRecording(path: string, onRead: (bytes: number) => void = () => {}): AsyncGenerator<Frame[]> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  let newest = 0;
  let bytes = 0;
  let usual: boolean | null = null;
  const take = (text: Buffer): Frame | null => {
    line++;
    if (text.length === 0 || (text.length === 1 && text[0] === 13)) return null;
    usual ??= isUsual(text);
    const frame = (usual ? parseUsual(text, line, newest) : null) ?? parseAny(text, path, line, newest);
    newest = frame.receivedAt;
    return frame;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    onRead(bytes);
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const batch: Frame[] = [];
    let start = 0;
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, start)) {
      const frame = take(data.subarray(start, end));
      if (frame) batch.push(frame);
      start = end + 1;
    }
    rest = data.subarray(start);
    yield batch;
  }
  const last = rest.length > 0 ? take(rest) : null;
  if (last) yield [last];
}

/** Whether the writer of this file puts exactly the three keys, in the usual order: then a payload can be cut out unparsed. */
function isUsual(firstLine: Buffer): boolean {
  try {
    return Object.keys(JSON.parse(firstLine.toString())).join() === 'receivedAt,topic,payload';
  } catch {
    return false;
  }
}

function parseUsual(text: Buffer, seq: number, notBefore: number): Frame | null {
  const head = USUAL.exec(text.toString('latin1', 0, 400));
  if (!head?.[1] || head[2] === undefined || !isAscii(head[2])) return null;
  const end = text[text.length - 1] === 13 ? text.length - 2 : text.length - 1;
  const payload = text.subarray(head[0].length, end);
  if (text[end] !== 0x7d || payload.toString('latin1', 0, BASE64.length + 1).endsWith(BASE64)) return null;
  return frameOf(seq, Number(head[1]), head[2], payload, notBefore);
}

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

// biome-ignore lint/suspicious/noControlCharactersInRegex: the question is whether the bytes are one character each.
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

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
