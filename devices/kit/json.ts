import type { Decoded } from './define-device.ts';

export type Refusal = Extract<Decoded, { readonly ok: false }>;
export type JsonRead = { readonly ok: true; readonly value: unknown } | Refusal;
/** A JSON object as `JSON.parse` gives it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Objects and arrays inside each other; no device of ours needs more than six. */
const MAX_DEPTH = 16;

export const refuse = (code: Refusal['code'], detail: string): Refusal => ({ ok: false, code, detail });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bytes to a JSON value. Refuses empty messages, invalid UTF-8, text that is no JSON (also NaN and Infinity), nesting deeper
 * than 16 and keys that could reach an object's prototype. A byte order mark is skipped, and the NULs with which firmware in C
 * ends its texts; of equal keys the last one counts.
 * Numbers too large for a double come as Infinity: whoever takes a number asks `Number.isFinite`. The caller has bounded
 * the size (64 KiB). Never throws.
 */
export function readJson(bytes: Uint8Array): JsonRead {
  if (bytes.length === 0) return refuse('empty', 'no bytes');
  const text = readText(bytes);
  if (text === null) return refuse('not-utf8', 'bytes are not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's message quotes the payload, which may hold a card number.
    return refuse('not-json', `${bytes.length} bytes of text that is not JSON`);
  }
  if (opensMoreThan(MAX_DEPTH, text) && isDeeperThan(MAX_DEPTH, bytes)) return refuse('too-deep', `nested deeper than ${MAX_DEPTH}`);
  if (mayHoldForbiddenKey(text) && holdsForbiddenKey(value)) return refuse('forbidden-key', 'a key named __proto__ or constructor');
  return { ok: true, value };
}

/** All but a NUL alone, which is how some firmware says an empty text. */
function withoutNuls(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 1 && bytes[end - 1] === 0) end--;
  return end === bytes.length ? bytes : bytes.subarray(0, end);
}

/** Text of UTF-8 bytes without the NULs behind it, null when they are none. */
export function readText(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(withoutNuls(bytes));
  } catch {
    // Invalid UTF-8: the only way this throws.
    return null;
  }
}

/** Letters and what stands between them, no control characters but tabs and line ends: null for other bytes, such as those of a binary protocol. */
export function readPlainText(bytes: Uint8Array): string | null {
  for (const byte of withoutNuls(bytes)) if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f) return null;
  return readText(bytes);
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Few messages open so many brackets at all; finding each is far quicker than looking at every byte. */
function opensMoreThan(limit: number, text: string): boolean {
  let opened = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) if (++opened > limit) return true;
  for (let at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) if (++opened > limit) return true;
  return false;
}

/** Counts brackets outside of strings. The text has been parsed before, so every string ends. */
function isDeeperThan(limit: number, bytes: Uint8Array): boolean {
  let depth = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) {
      while (++i < bytes.length && bytes[i] !== QUOTE) if (bytes[i] === BACKSLASH) i++;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}

/** A key can also be written with escapes: then the whole value is looked through. */
const mayHoldForbiddenKey = (text: string): boolean => text.includes('__proto__') || text.includes('constructor"') || text.includes('\\u');

function holdsForbiddenKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsForbiddenKey);
  return Object.entries(value).some(([key, inner]) => key === '__proto__' || key === 'constructor' || holdsForbiddenKey(inner));
}
