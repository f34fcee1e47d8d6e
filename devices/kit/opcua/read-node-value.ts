import type { Instant } from '../../../gateway/domain/units.ts';
import { accepted, type Decoding, isRefusal, nothing, readStatedTime, sensed, warn } from '../decoding.ts';
import type { Decoded, DeviceReading, DriverMemory, Quantity } from '../define-device.ts';
import { isObject, type JsonObject, type Refusal, refuse } from '../json.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import { NO_TIME } from './auto-id.ts';
import { NODE_MEANINGS, type NodeMeaning } from './node-value.ts';

const KNOWN: ReadonlySet<string> = new Set(['as', 'name', 'value', 'status', 'sourceTime', 'initial']);
const MAX_NAME = 64;
const MAX_TEXT = 256;
/** Lines of one counter that are remembered. */
const MAX_LINES = 32;

export interface NodeValueContext {
  readonly memory: DriverMemory;
  /** True for counters that only know one direction: the other stays 0. */
  readonly oneWay: boolean;
}

interface Told {
  readonly as: NodeMeaning;
  readonly name: string | undefined;
  readonly value: unknown;
  readonly isInitial: boolean;
  readonly isSure: boolean;
}

/**
 * One value of a variable as a reading. Of bad quality it means nothing (`bad-quality`); an uncertain one stands with the
 * warning `uncertain-quality`, a weight then as unstable. Counters tell each direction by itself: a total is said when both
 * are known.
 */
export function readNodeValue(raw: JsonObject, decoding: Decoding, context: NodeValueContext): Decoded {
  for (const key in raw) if (!KNOWN.has(key)) decoding.unknownKeys++;
  const as = NODE_MEANINGS.find((meaning) => meaning === raw.as);
  if (as === undefined) return refuse('unknown-shape', 'as: expected what the value means');
  const { name, status } = raw;
  if (name !== undefined && (typeof name !== 'string' || name === '' || name.length > MAX_NAME))
    return refuse('wrong-type', `name: expected 1 to ${MAX_NAME} characters`);
  if (typeof status !== 'string') return refuse('wrong-type', 'status: expected the name of a status code');
  const time = readStatedTime(raw.sourceTime, 'sourceTime');
  if (isRefusal(time)) return time;
  if (status.startsWith('Bad')) {
    warn(decoding, 'bad-quality');
    return nothing(decoding, 'bad-quality');
  }
  const isSure = !status.startsWith('Uncertain');
  if (!isSure) warn(decoding, 'uncertain-quality');
  const told = { as, name, value: raw.value, isInitial: raw.initial === true, isSure };
  const result = toReading(told, decoding, time === NO_TIME ? null : time, context);
  if (isRefusal(result)) return result;
  return typeof result === 'string' ? nothing(decoding, result) : accepted(decoding, [result]);
}

const CLIMATE = { temperature: 'temperature', humidity: 'humidity', illuminance: 'illuminanceLux' } as const;

/** A reading, a refusal, or why there is none. */
function toReading(told: Told, decoding: Decoding, at: Instant | null, context: NodeValueContext): DeviceReading | Refusal | string {
  const { as, value, name } = told;
  switch (as) {
    case 'temperature':
    case 'humidity':
    case 'illuminance': {
      const number = numberOf(value, QUANTITIES[CLIMATE[as]]);
      return isRefusal(number) ? number : { ...sensed(decoding, at), kind: 'climate', [CLIMATE[as]]: number };
    }
    case 'door': {
      const isOpen = flagOf(value);
      return isRefusal(isOpen) ? isOpen : { ...sensed(decoding, at), kind: 'climate', doorOpen: isOpen };
    }
    case 'people': {
      const people = wholeOf(value, QUANTITIES.people);
      return isRefusal(people) ? people : { ...sensed(decoding, at), kind: 'presence', people, counted: true };
    }
    case 'occupied': {
      const isOccupied = flagOf(value);
      return isRefusal(isOccupied) ? isOccupied : { ...sensed(decoding, at), kind: 'presence', people: isOccupied ? 1 : 0, counted: false };
    }
    case 'weight': {
      const grams = numberOf(value, QUANTITIES.grams);
      if (isRefusal(grams)) return grams;
      const weight = { ...sensed(decoding, at), kind: 'weight', channel: name ?? '1', grams, stable: told.isSure };
      return weight as DeviceReading;
    }
    case 'count-in':
    case 'count-out':
      return toCount(told, as, decoding, at, context);
    case 'button': {
      const isPressed = flagOf(value);
      if (isRefusal(isPressed)) return isPressed;
      if (told.isInitial || !isPressed) return 'button-released';
      return { ...sensed(decoding, at), kind: 'button', button: name ?? 'button' };
    }
    case 'state':
      return toState(told, decoding, at);
  }
}

function toState({ value, name }: Told, decoding: Decoding, at: Instant | null): DeviceReading | Refusal {
  if (typeof value === 'string' && value.length > MAX_TEXT) return refuse('out-of-range', `value: longer than ${MAX_TEXT} characters`);
  if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'string')
    return refuse('wrong-type', 'value: expected a number, a flag or text');
  if (typeof value === 'number' && !Number.isFinite(value)) return refuse('out-of-range', 'value: too large');
  return { ...sensed(decoding, at), kind: 'state', values: { [name ?? 'value']: value } };
}

/** A total of one direction; the other is the last one told, or 0 for counters that know only one. */
function toCount(
  { value, name }: Told,
  as: 'count-in' | 'count-out',
  decoding: Decoding,
  at: Instant | null,
  { memory, oneWay }: NodeValueContext,
): DeviceReading | Refusal | string {
  const total = wholeOf(value, QUANTITIES.in);
  if (isRefusal(total)) return total;
  const line = name ?? '';
  const lines = isObject(memory.lines) ? memory.lines : {};
  const known = isObject(lines[line]) ? lines[line] : {};
  const next = { ...known, [as === 'count-in' ? 'in' : 'out']: total };
  if (!Object.hasOwn(lines, line) && Object.keys(lines).length >= MAX_LINES) return refuse('too-many', `more than ${MAX_LINES} lines`);
  memory.lines = { ...lines, [line]: next };
  const entered = typeof next.in === 'number' ? next.in : oneWay ? 0 : null;
  const left = typeof next.out === 'number' ? next.out : oneWay ? 0 : null;
  if (entered === null || left === null) return 'other-direction-unknown';
  return { ...sensed(decoding, at), kind: 'count', line, in: entered, out: left, form: 'total' };
}

function numberOf<T extends number = never>(value: unknown, quantity: Quantity): T | Refusal {
  if (typeof value !== 'number') return refuse('wrong-type', 'value: expected a number');
  return isInRange(value, quantity) ? (value as T) : refuse('out-of-range', `value: outside ${quantity.min} to ${quantity.max}`);
}

function wholeOf(value: unknown, quantity: Quantity): number | Refusal {
  const number = numberOf<number>(value, quantity);
  return typeof number === 'number' && !Number.isInteger(number) ? refuse('wrong-type', 'value: expected a whole number') : number;
}

/** Controllers also keep flags as 0 and 1. */
function flagOf(value: unknown): boolean | Refusal {
  if (typeof value === 'boolean') return value;
  return value === 0 || value === 1 ? value === 1 : refuse('wrong-type', 'value: expected a flag');
}
