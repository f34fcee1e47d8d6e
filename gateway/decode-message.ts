import { z } from 'zod';
import { drivers, findDriver } from '../devices/index.ts';
import type { DeviceDriver } from '../devices/kit/define-device.ts';
import { isObject, readJson } from '../devices/kit/json.ts';
import {
  type Captured,
  compareUnderstandings,
  isMoving,
  isOurOwn,
  readingsIn,
  type Understanding,
  understand,
} from '../devices/understand.ts';
import { didYouMean } from './config/did-you-mean.ts';
import { GatewayError } from './errors.ts';

/** What store.yaml would say of the device that sent it. */
export interface SenderFacts {
  /** The name by which the hardware calls itself. */
  readonly address: string;
  /** The driver's settings as the operator gives them; texts are read as JSON where they are. */
  readonly settings: Readonly<Record<string, string>>;
  /** True when the receive times of the capture are those at which it came; otherwise nothing in it is too late. */
  readonly isTimeKnown?: boolean;
}

/** In place of a driver: every driver is asked. */
export const ANY_DRIVER = 'auto';

/**
 * What a capture means to a driver, or to the driver of a family (or of all, for `auto`) that understands it best: readings
 * before nothing, nothing before refusals. A driver whose name is also that of its family stands back when it refuses all.
 * Errors: INPUT_INVALID for an unknown name or for settings that no driver of that name has.
 */
export function decodeMessage(name: string, captured: readonly Captured[], facts: SenderFacts): Understanding {
  const exact = findDriver(name);
  if (exact !== undefined) {
    const understanding = understand(exact, captured, contextFor(exact, facts));
    const isRefused = understanding.parts.every(({ decoded }) => !decoded.ok);
    const others = drivers.filter((driver) => driver.family === name && driver !== exact);
    if (!isRefused || others.length === 0) return understanding;
  }
  const candidates = driversNamed(name);
  const willing = candidates.filter((driver) => candidates.length === 1 || readSettings(driver, facts.settings).success);
  if (willing.length === 0) throw new GatewayError('INPUT_INVALID', `no driver of ${name} has all of these settings`);
  const seen = glance(captured);
  const likeliest = bestOf(willing.map((driver) => understand(driver, seen, contextFor(driver, facts))));
  const best = seen === captured ? likeliest : understand(likeliest.driver, captured, contextFor(likeliest.driver, facts));
  return name === ANY_DRIVER || best.parts.some(({ decoded }) => decoded.ok) ? best : (otherwise(captured, facts) ?? best);
}

/** So many bytes say whose they are; all drivers together would need a minute for the largest capture. */
const ENOUGH_BYTES = 65_536;
const LF = 0x0a;

/** The beginning of a long capture, up to a line end where there is one; a short capture as it is. */
export function glance(captured: readonly Captured[]): readonly Captured[] {
  let room = ENOUGH_BYTES;
  const seen: Captured[] = [];
  for (const message of captured) {
    if (message.bytes.length > room) {
      const begin = message.bytes.subarray(0, room);
      const lastLine = begin.lastIndexOf(LF) + 1;
      if (seen.length === 0 || lastLine > 0) seen.push({ ...message, bytes: lastLine > 0 ? begin.subarray(0, lastLine) : begin });
      return seen;
    }
    room -= message.bytes.length;
    seen.push(message);
  }
  return captured;
}

/**
 * Hardware behind a bridge speaks the words of the bridge, whatever its own family: a card reader on a Tasmota node. A bridge is
 * believed when it understands all and gets a reading that moves the shop out of JSON, or of whatever came on a topic that is
 * known: any text is a state of somebody, and damaged bytes are damaged, not foreign. Null when nobody is.
 */
function otherwise(captured: readonly Captured[], facts: SenderFacts): Understanding | null {
  if (glance(captured) !== captured) return null;
  if (!captured.every(({ topic, bytes }) => topic !== null || isJsonObject(bytes))) return null;
  const bridges = drivers.filter((driver) => driver.topics.length > 0 && !isOurOwn(driver) && readSettings(driver, facts.settings).success);
  const best = bestOf(bridges.map((driver) => understand(driver, captured, contextFor(driver, facts))));
  return best.parts.every(({ decoded }) => decoded.ok) && readingsIn(best).some(isMoving) ? best : null;
}

function isJsonObject(bytes: Uint8Array): boolean {
  const json = readJson(bytes);
  return json.ok && isObject(json.value);
}

/** The drivers of a name: of a family, or all for `auto`. */
export function driversNamed(name: string): readonly DeviceDriver[] {
  const family = name === ANY_DRIVER ? drivers : drivers.filter((driver) => driver.driver === name || driver.family === name);
  if (family.length > 0) return family;
  const names = [...new Set(drivers.flatMap(({ driver, family }) => [driver, family]))].sort();
  throw new GatewayError(
    'INPUT_INVALID',
    `no driver or family is called ${name}${partOf(name, names) || didYouMean(name, names)}; there are ${names.join(', ')}`,
  );
}

/** People name the maker or the protocol alone: `zebra`, `m100`. */
function partOf(word: string, names: readonly string[]): string {
  const found = word.length < 3 ? [] : names.filter((name) => name.split('-').some((part) => part.startsWith(word.toLowerCase())));
  return found.length === 0 ? '' : ` - did you mean ${found.slice(0, 3).join(' or ')}?`;
}

/** The first of those that understood best. */
function bestOf(all: readonly Understanding[]): Understanding {
  const [first, ...rest] = all;
  if (first === undefined) throw new Error('nobody was asked');
  return rest.reduce((best, each) => (compareUnderstandings(each, best) < 0 ? each : best), first);
}

/** Settings that say from when on a message is only history. */
const LATE = ['lateAfterMs', 'staleAfterMs'] as const;

function contextFor(driver: DeviceDriver, { address, settings, isTimeKnown = false }: SenderFacts) {
  const read = readSettings(driver, settings);
  if (!read.success) throw new GatewayError('INPUT_INVALID', `settings of ${driver.driver}: ${z.prettifyError(read.error)}`);
  // A capture is older than the clock of the one who looks at it.
  const never = isTimeKnown ? [] : LATE.filter((key) => isObject(read.data) && key in read.data && settings[key] === undefined);
  const forever = Object.fromEntries(never.map((key) => [key, Number.MAX_SAFE_INTEGER]));
  return { settings: never.length === 0 ? read.data : { ...(read.data as object), ...forever }, address, memory: {} };
}

/** As JSON where the text is some, else as it stands: a name may look like a number. */
function readSettings(driver: DeviceDriver, given: Readonly<Record<string, string>>) {
  const schema = driver.settings ?? z.strictObject({});
  const parsed = Object.fromEntries(Object.entries(given).map(([key, text]) => [key, jsonOrText(text)]));
  const read = schema.safeParse(parsed);
  if (read.success) return read;
  const asText = schema.safeParse(given);
  return asText.success ? asText : read;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: plain text, as most settings are.
    return text;
  }
}
