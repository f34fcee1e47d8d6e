import type { Instant } from '../../gateway/domain/units.ts';
import { type Decoding, isRefusal, readStatedTime } from './decoding.ts';
import type { Quantity, RejectCode } from './define-device.ts';
import { type JsonObject, type Refusal, refuse } from './json.ts';
import { isInRange } from './quantities.ts';

/**
 * Reads the fields of one JSON object. The first thing that is wrong is kept and the rest goes on with placeholders, so a
 * decoder reads top to bottom and asks `finish` at the end. Refusals name the key, never what stood there: it could be a
 * card number. An optional field may be absent or null.
 */
export interface Fields {
  has(key: string): boolean;
  number(key: string, quantity: Quantity): number;
  integer(key: string, quantity: Quantity): number;
  flag(key: string): boolean;
  /** Trimmed text of 1 to `longest` characters. */
  text(key: string, longest: number): string;
  oneOf<T extends string>(key: string, values: readonly T[]): T;
  list(key: string, longest: number): readonly unknown[];
  /** The time of the message by its key `at`. */
  time(): Instant | null;
  /** Marks a key as known without reading it. */
  skip(key: string): void;
  fail(code: RejectCode, detail: string): void;
  /** What was wrong, or the result; keys that nobody asked for are counted as unknown. */
  finish<T>(result: T): T | Refusal;
}

export function createFields(raw: JsonObject, decoding: Decoding): Fields {
  let failure: Refusal | null = null;
  const known = new Set<string>();
  const fail = (code: RejectCode, detail: string) => {
    failure ??= refuse(code, detail);
  };
  const take = (key: string): unknown => {
    known.add(key);
    return raw[key];
  };
  const number = (key: string, quantity: Quantity): number => {
    const value = take(key);
    if (typeof value !== 'number') fail('wrong-type', `${key}: expected a number`);
    else if (!isInRange(value, quantity)) fail('out-of-range', `${key}: outside ${quantity.min} to ${quantity.max}`);
    else return value;
    return 0;
  };
  const text = (key: string, longest: number): string => {
    const value = take(key);
    const trimmed = typeof value === 'string' ? value.trim() : '';
    if (typeof value !== 'string') fail('wrong-type', `${key}: expected text`);
    else if (trimmed === '' || trimmed.length > longest) fail('out-of-range', `${key}: expected 1 to ${longest} characters`);
    return trimmed;
  };
  return {
    has: (key) => raw[key] !== undefined && raw[key] !== null,
    number,
    integer(key, quantity) {
      const value = number(key, quantity);
      if (!Number.isInteger(value)) fail('wrong-type', `${key}: expected a whole number`);
      return value;
    },
    flag(key) {
      const value = take(key);
      if (typeof value !== 'boolean') fail('wrong-type', `${key}: expected true or false`);
      return value === true;
    },
    text,
    oneOf<T extends string>(key: string, values: readonly T[]) {
      const value = text(key, 64);
      const found = values.find((one) => one === value);
      if (found === undefined) fail('out-of-range', `${key}: expected one of ${values.join(', ')}`);
      return found ?? (values[0] as T);
    },
    list(key, longest) {
      const value = take(key);
      if (!Array.isArray(value)) fail('wrong-type', `${key}: expected a list`);
      else if (value.length > longest) fail('too-many', `${key}: more than ${longest}`);
      else return value;
      return [];
    },
    time() {
      const time = readStatedTime(take('at'), 'at');
      if (!isRefusal(time)) return time;
      failure ??= time;
      return null;
    },
    skip: (key) => void known.add(key),
    fail,
    finish(result) {
      if (failure !== null) return failure;
      for (const key in raw) if (!known.has(key)) decoding.unknownKeys++;
      return result;
    },
  };
}
