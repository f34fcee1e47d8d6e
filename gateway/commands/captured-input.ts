import type { Captured } from '../../devices/understand.ts';
import { type Instant, instant } from '../domain/units.ts';
import { GatewayError } from '../errors.ts';

/** How the bytes on standard input are written, and what is known of them. */
export interface InputOptions {
  readonly hex?: boolean;
  readonly base64?: boolean;
  readonly eachLine?: boolean;
  readonly recording?: boolean;
  readonly topic?: string;
  readonly receivedAt?: string;
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * What an operator hands in, as messages. Errors: INPUT_INVALID when it is not written as the options say,
 * RECORDING_INVALID with the number of the line.
 */
export function readCaptured(input: Buffer, options: InputOptions, now: Instant): readonly Captured[] {
  if (options.hex && options.base64) throw invalid('give --hex or --base64, not both');
  const topic = options.topic ?? null;
  const receivedAt = options.receivedAt === undefined ? now : readTime(options.receivedAt);
  if (options.recording) return linesOf(input).flatMap((line, index) => (line.length === 0 ? [] : [readRecordingLine(line, index + 1)]));
  const parts = options.eachLine ? linesOf(input).filter((line) => line.length > 0) : [input];
  return parts.map((part) => ({ topic, bytes: bytesOf(part, options), receivedAt }));
}

const invalid = (message: string): GatewayError => new GatewayError('INPUT_INVALID', message);

function readTime(text: string): Instant {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isSafeInteger(at))
    throw invalid(`--received-at wants epoch milliseconds or a time like 2026-05-01T10:00:00+08:00, not ${text}`);
  return instant(at);
}

/** Lines without their ends; the piece behind the last end counts when it is not empty. */
function linesOf(input: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  while (start < input.length) {
    const found = input.indexOf(LF, start);
    const end = found < 0 ? input.length : found;
    lines.push(input.subarray(start, input[end - 1] === CR && end > start ? end - 1 : end));
    start = end + 1;
  }
  return lines;
}

function bytesOf(part: Buffer, { hex, base64 }: InputOptions): Buffer {
  if (hex) return parseHex(part.toString('latin1'));
  if (base64) return parseBase64(part.toString('latin1'));
  return part;
}

/** A line of hexdump -C or xxd: where it stands, up to sixteen bytes, the same as text. */
const DUMP_LINE = /^([0-9a-f]{7,8})(?:: ((?:[0-9a-f]{2,4} )+) .*| {2}((?:[0-9a-f]{2} {1,2}){1,16}) *\|.*\||)$/i;

/** The bytes of such a dump alone; other text as it is. */
function withoutDump(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const found = lines.map((line) => DUMP_LINE.exec(line));
  if (found[0]?.[2] === undefined && found[0]?.[3] === undefined) return text;
  return found.every((line) => line !== null) ? found.map((line) => line?.[2] ?? line?.[3] ?? '').join(' ') : text;
}

/** Hex as people paste it: any case, blanks, line ends, quotes, commas, colons and dashes between, `0x` and `\x` before bytes, dumps. */
function parseHex(text: string): Buffer {
  const tokens = withoutDump(text)
    .replaceAll(/\\x|0x/gi, ' ')
    .split(/[\s,;:\-{}[\]"']+/)
    .filter((token) => token !== '');
  const digits = tokens.map((token) => {
    if (!/^[0-9a-f]+$/i.test(token)) throw invalid(`not hex: ${token.replace(/^[0-9a-f]*/i, '').slice(0, 1)} stands among the digits`);
    if (token.length === 1) return `0${token}`;
    if (token.length % 2 === 1)
      throw invalid(`an odd number of hex digits (${token.length}) without a blank between: half a byte is missing`);
    return token;
  });
  return Buffer.from(digits.join(''), 'hex');
}

/** Base64 with either alphabet; blanks and line ends are left out. */
function parseBase64(text: string): Buffer {
  const plain = text.replaceAll(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain) || plain.replaceAll('=', '').length % 4 === 1) throw invalid('not base64');
  return Buffer.from(plain, 'base64');
}

/** @see docs/recordings.md */
function readRecordingLine(line: Buffer, number: number): Captured {
  let value: unknown;
  try {
    value = JSON.parse(line.toString());
  } catch (error) {
    throw new GatewayError('RECORDING_INVALID', `line ${number}: not JSON`, { line: number }, error);
  }
  if (!isRecordingLine(value))
    throw new GatewayError('RECORDING_INVALID', `line ${number}: needs receivedAt (epoch ms), topic and payload`);
  const { payload, topic } = value;
  const isRaw = typeof payload === 'string' && payload.startsWith('base64:');
  const bytes = isRaw ? Buffer.from(payload.slice('base64:'.length), 'base64') : Buffer.from(JSON.stringify(payload));
  return { topic, bytes, receivedAt: instant(Math.trunc(value.receivedAt)) };
}

const isRecordingLine = (value: unknown): value is { receivedAt: number; topic: string; payload: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  'payload' in value &&
  'topic' in value &&
  'receivedAt' in value &&
  typeof value.topic === 'string' &&
  Number.isFinite(value.receivedAt);
