import type { ClimateMeasured, InfoReported } from '../../../gateway/domain/readings.ts';
import type { Instant } from '../../../gateway/domain/units.ts';
import { accepted, type Decoding, sensed } from '../decoding.ts';
import type { Decoded, DeviceReading } from '../define-device.ts';
import { type Refusal, refuse } from '../json.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import type { RejectCode } from '../reject-code.ts';
import { spelledNumber } from '../vendor-tags.ts';

type WithoutTimes<R> = R extends DeviceReading ? Omit<R, 'device' | 'at' | 'reportedAt' | 'receivedAt'> : never;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The largest state that the shop keeps, as on the canonical topic. */
const MOST_VALUES = 32;
const LONGEST_TEXT = 256;
const LONGEST_KEY = 64;

/**
 * Gathers what one message of a multi-purpose device says, whose keys come in any number and order. The first thing that is
 * wrong is kept and refuses the whole message; a value that is null or missing says nothing.
 */
export interface Telemetry {
  readonly decoding: Decoding;
  /** A number in its range, °C, % or lx. The first one is the climate of the place; others go to the state under `orElse`. */
  measure(name: 'temperature' | 'humidity' | 'illuminanceLux', value: unknown, orElse: string): void;
  doorOpen(isOpen: boolean): void;
  /** A number, text or flag that no kind of reading has. What is nested, too long or more than 32 is counted as unknown. */
  state(key: string, value: unknown): void;
  info(key: 'model' | 'serial' | 'firmware' | 'address', value: unknown): void;
  add(reading: WithoutTimes<DeviceReading>): void;
  unknown(): void;
  fail(code: RejectCode, detail: string): void;
  /** The refusal; or the readings in the order climate, others, state, info; or `none` when there is not a single one. */
  finish(reportedAt: Instant | null, none: string): Decoded;
}

export function startTelemetry(decoding: Decoding): Telemetry {
  const climate: Writable<Partial<ClimateMeasured>> = {};
  const others: WithoutTimes<DeviceReading>[] = [];
  const values: Record<string, string | number | boolean> = {};
  let count = 0;
  const info: Writable<Partial<InfoReported>> = {};
  let failure: Refusal | null = null;
  const fail = (code: RejectCode, detail: string): void => {
    failure ??= refuse(code, detail);
  };
  const unknown = (): void => {
    decoding.unknownKeys++;
  };
  function state(key: string, value: unknown): void {
    if (value === null || value === undefined) return;
    const isKept =
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value)) ||
      (typeof value === 'string' && value.length <= LONGEST_TEXT);
    if (!isKept || key === '' || key.length > LONGEST_KEY || count >= MOST_VALUES) unknown();
    else {
      if (!Object.hasOwn(values, key)) count++;
      values[key] = value as string | number | boolean;
    }
  }
  return {
    decoding,
    fail,
    unknown,
    state,
    measure(name, told, orElse) {
      if (told === null || told === undefined) return;
      const value = spelledNumber(told);
      const range = QUANTITIES[name];
      if (typeof value !== 'number') fail('wrong-type', `${name}: expected a number`);
      else if (!isInRange(value, range)) fail('out-of-range', `${name}: outside ${range.min} to ${range.max}`);
      else if (climate[name] !== undefined) state(orElse, value);
      else (climate as Record<string, number>)[name] = value;
    },
    doorOpen(isOpen) {
      climate.doorOpen = isOpen;
    },
    info(key, value) {
      if (typeof value === 'string' && value.trim() !== '') info[key] = value.trim().slice(0, 128);
    },
    add: (reading) => void others.push(reading),
    finish(reportedAt, none) {
      if (failure !== null) return failure;
      const bodies: object[] = [];
      // One order, whatever the order on the wire.
      const { temperature, humidity, illuminanceLux, doorOpen } = climate;
      const measured = Object.entries({ temperature, humidity, illuminanceLux, doorOpen }).filter(([, value]) => value !== undefined);
      if (measured.length > 0) bodies.push({ kind: 'climate', ...Object.fromEntries(measured) });
      bodies.push(...others);
      if (count > 0) bodies.push({ kind: 'state', values });
      if (Object.keys(info).length > 0) bodies.push({ kind: 'info', ...info });
      const readings = bodies.map((body) => ({ ...sensed(decoding, reportedAt), ...body }) as DeviceReading);
      return accepted(decoding, readings, readings.length > 0 ? undefined : none);
    },
  };
}
