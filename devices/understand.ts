import { asId, type DeviceId } from '../gateway/domain/ids.ts';
import { type Instant, instant } from '../gateway/domain/units.ts';
import {
  type Decoded,
  type DeviceDriver,
  type DeviceReading,
  type DriverContext,
  freshContext,
  type RejectCode,
} from './kit/define-device.ts';
import { splitJson } from './kit/json-stream.ts';
import { createLlrpFramer } from './kit/llrp/framer.ts';
import type { Framer } from './kit/stream.ts';
import { fillTopic } from './kit/topics.ts';

/** Bytes that came from some device: a message, or a stretch of a stream that may hold several. */
export interface Captured {
  /** Null when nobody noted it: then the driver's own topics are tried. */
  readonly topic: string | null;
  readonly bytes: Uint8Array;
  readonly receivedAt: Instant;
}

/** What one message of a capture meant to a driver; `bytes` are those of the message alone. */
export interface Part {
  readonly topic: string;
  readonly bytes: Uint8Array;
  readonly decoded: Decoded;
}

/** What a driver makes of a whole capture. */
export interface Understanding {
  readonly driver: DeviceDriver;
  readonly parts: readonly Part[];
}

/**
 * Runs a capture through a driver as a transport would: the bytes of a stream through its framer, the end of the bytes being
 * the end of the stream. What the driver remembers goes from message to message, beginning with `context.memory`.
 */
export function understand(driver: DeviceDriver, captured: readonly Captured[], context: DriverContext): Understanding {
  const framed = read(driver, captured, context, framerOf(driver));
  if (!framed.parts.some(({ decoded }) => !decoded.ok)) return framed;
  // Tools that record LLRP leave the heads of its messages out; recordings of lines hold what the host said, too.
  const whole = read(driver, captured, context, null);
  // Of a stream only what means nothing (a command): a line without its end could be half a weight or half a card.
  if (driver.stream !== undefined && readingsIn(whole).length + readingsIn(framed).length > 0) return framed;
  return compareUnderstandings(whole, framed) < 0 ? whole : framed;
}

function read(
  driver: DeviceDriver,
  captured: readonly Captured[],
  context: DriverContext,
  newFramer: (() => Framer) | null,
): Understanding {
  const knowledge = { ...context };
  const parts = captured.flatMap((message): Part[] => {
    if (newFramer === null) return readMessage(driver, message, knowledge);
    const framer = newFramer();
    return [...framer.push(message.bytes), ...framer.flush()].map((piece) =>
      piece.ok
        ? decodeOn(driver, { ...message, bytes: piece.bytes }, knowledge)
        : { topic: message.topic ?? '', bytes: piece.bytes, decoded: { ok: false, code: piece.code, detail: piece.detail } },
    );
  });
  return { driver, parts };
}

/** A message; where it is refused and holds several JSON values one behind the other, as streams over HTTP have them, each of these. */
function readMessage(driver: DeviceDriver, message: Captured, knowledge: { memory: DriverContext['memory'] }): Part[] {
  const before = knowledge.memory;
  const whole = decodeOn(driver, message, knowledge);
  const values = whole.decoded.ok || whole.decoded.code !== 'not-json' ? [] : splitJson(message.bytes);
  if (values.length < 2) return [whole];
  knowledge.memory = before;
  return values.map((bytes) => decodeOn(driver, { ...message, bytes }, knowledge));
}

/** Decodes on the topic it came on, or on that of the driver's topics on which it means most; of equal ones on the first. */
function decodeOn(driver: DeviceDriver, { topic, bytes, receivedAt }: Captured, knowledge: { memory: DriverContext['memory'] }): Part {
  const context = knowledge as DriverContext;
  const device = asId<DeviceId>(context.address);
  const likely = topic ?? driver.likelyTopic?.(bytes, context.address) ?? null;
  const [first, ...rest] = (likely === null ? topicsOf(driver, context.address) : [likely]).map((on) => {
    // Each attempt has a memory of its own, so that one on the wrong topic leaves no trace.
    const memory = structuredClone(context.memory);
    const decoded = driver.decode({ device, topic: on, bytes, receivedAt }, { ...context, memory });
    return { driver, memory, parts: [{ topic: on, bytes, decoded }] as const };
  });
  if (first === undefined) throw new Error(`${driver.driver} was tried on no topic`);
  // More readings out of the same words are no sign of the right topic: an answer repeats what it answers.
  const best = rest.reduce((before, each) => (compareStandings(standing(each).slice(0, -1), standing(before)) < 0 ? each : before), first);
  knowledge.memory = best.memory;
  return best.parts[0];
}

/** More different topics than these no driver has examples of. */
const MOST_TOPICS = 40;
const ANY_LEVEL = /[+#]/;

/**
 * Where a device of this name may have published: the driver's exact topics; behind a wildcard those of its examples, which
 * show what may stand there. '' for hardware without topics.
 */
function topicsOf({ topics, examples }: DeviceDriver, address: string): readonly string[] {
  if (topics.length === 0) return [''];
  const filled = topics.map((pattern) => fillTopic(pattern, { store: 'shop', device: address }));
  const shown = examples.flatMap(({ topic }) => (topic === undefined ? [] : [topic.replaceAll('device-1', address)]));
  const exact = [...filled.filter((topic) => !ANY_LEVEL.test(topic)), ...(filled.some((topic) => ANY_LEVEL.test(topic)) ? shown : [])];
  const all = exact.length > 0 ? exact : filled.map((topic) => topic.replaceAll(/[+#]/g, address));
  return [...new Set(all)].slice(0, MOST_TOPICS);
}

/** True when the topic says more than the driver can know: a capture without one was then read on an assumed topic. */
export const speaksByTopic = ({ topics }: DeviceDriver): boolean => topics.some((topic) => ANY_LEVEL.test(topic));

/** How the bytes of the driver's hardware become messages; null when every message comes alone. */
function framerOf({ stream, transports }: DeviceDriver): (() => Framer) | null {
  if (stream !== undefined) return () => stream.createFramer();
  return transports.includes('llrp') ? createLlrpFramer : null;
}

/** All readings of an understanding, in order. */
export const readingsIn = ({ parts }: Understanding): readonly DeviceReading[] =>
  parts.flatMap(({ decoded }) => (decoded.ok ? decoded.readings : []));

/** True for the driver of our own JSON, which takes more or less anything where its topics do not say what is meant. */
export const isOurOwn = ({ driver }: DeviceDriver): boolean => driver === 'canonical-json';

const NO_TEXT = '\x01\x7f\x02\x03';
/** What no hardware of ours means anything by. */
const NONSENSE: readonly string[] = ['nobody says this', '7', '{"zz":1,"yy":true}', NO_TEXT, '{"timestamp":"2026","zz":{}}', '[{"zz":1}]'];
/** What a driver makes of nonsense: how much of it is something to it, how much a reading, and whether bytes that are no text are one. */
interface Credulity {
  readonly anything: number;
  readonly readings: number;
  readonly isForBytes: boolean;
}
const probed = new WeakMap<DeviceDriver, Credulity>();

function credulityOf(driver: DeviceDriver): Credulity {
  const known = probed.get(driver);
  if (known !== undefined) return known;
  const device = asId<DeviceId>('device-1');
  const topics = topicsOf(driver, device);
  const answers = NONSENSE.map((text) =>
    topics.map((topic) => {
      const message = { device, topic, bytes: Buffer.from(text, 'latin1'), receivedAt: instant(0) };
      const decoded = driver.decode(message, freshContext(driver, device));
      return !decoded.ok ? 'nothing' : decoded.readings.length > 0 ? 'readings' : 'known';
    }),
  );
  const found: Credulity = {
    anything: answers.filter((each) => each.some((answer) => answer !== 'nothing')).length,
    readings: answers.filter((each) => each.includes('readings')).length,
    isForBytes: answers[NONSENSE.indexOf(NO_TEXT)]?.includes('readings') === true,
  };
  probed.set(driver, found);
  return found;
}

/** How much nonsense the driver takes for readings: the more, the less it says that it understood. */
export const laxness = (driver: DeviceDriver): number => credulityOf(driver).readings;

/** True for a reading that moves the shop: what a device says of itself is a state, an information, a status. */
export const isMoving = ({ kind }: DeviceReading): boolean => kind !== 'state' && kind !== 'info' && kind !== 'status';

/** How well a driver understood: each number better when less, the first that differs decides. */
function standing(understanding: Understanding): readonly number[] {
  const { driver, parts } = understanding;
  let readings = 0;
  let refused = 0;
  let unknownKeys = 0;
  let warnings = 0;
  for (const { decoded } of parts) {
    if (!decoded.ok) refused++;
    else {
      readings += decoded.readings.length;
      unknownKeys += decoded.unknownKeys ?? 0;
      warnings += decoded.warnings?.length ?? 0;
    }
  }
  // A whole word here and there in what is else foreign is chance: noise holds single bytes that some hardware says.
  const isSilent = parts.length === 0 || (readings === 0 && refused > 0);
  const moves = readingsIn(understanding).some(isMoving);
  return [
    isSilent ? 3 : doubt(understanding, moves),
    readings > 0 ? 0 : 1,
    isSilent ? parts.reduce((least, { decoded }) => (decoded.ok ? least : Math.min(least, strangeness(decoded.code))), 2) : 0,
    refused / Math.max(1, parts.length),
    laxness(driver),
    // A state takes almost any flat object: what moves the shop says more of whose words these are.
    moves ? 0 : 1,
    unknownKeys,
    warnings,
    isOurOwn(driver) ? 1 : 0,
    isNamedIn(parts, driver) ? 0 : 1,
    // More out of the same bytes: the driver knows more of them.
    -readings,
  ];
}

/**
 * 0 for who knows these words from others; who takes any words is believed less, and least where nothing moves the shop. Bytes
 * that are no text are nobody's text: who takes them for one is believed less than who refuses them (3).
 */
function doubt(understanding: Understanding, moves: boolean): number {
  const { driver, parts } = understanding;
  const { anything, readings, isForBytes } = credulityOf(driver);
  const taken = readingsIn(understanding).length > 0 ? readings : anything;
  if (taken === 0) return 0;
  if (isForBytes && parts.some(({ bytes }) => bytes.some(isControl))) return 4;
  if (moves) return 1;
  return isOurOwn(driver) ? 2.9 : 2 + taken / (NONSENSE.length + 2);
}

/** Network servers tell the model of what they carry: models of one maker often share their bytes. */
function isNamedIn(parts: readonly Part[], { models }: DeviceDriver): boolean {
  const names = models.filter((model) => /^(?=.*[A-Za-z])(?=.*\d)[\w-]{5,}$/.test(model)).map((model) => model.toLowerCase());
  if (names.length === 0) return false;
  return parts.some(({ bytes }) => {
    const words = Buffer.from(bytes)
      .toString('latin1')
      .toLowerCase()
      .split(/[^a-z0-9-]+/);
    return words.some((word) => names.some((name) => word === name || word.startsWith(`${name}-`)));
  });
}

const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;

/** Of refusals the one that found a fault in words of its own says more than one to which they are foreign. */
function strangeness(code: RejectCode): number {
  if (code === 'unknown-shape' || code === 'not-json' || code === 'not-utf8' || code === 'empty') return 2;
  return code === 'bad-checksum' ? 0 : 1;
}

/** Sorts who understood best to the front; 0 for those who understood equally well. */
export const compareUnderstandings = (a: Understanding, b: Understanding): number => compareStandings(standing(a), standing(b));

function compareStandings(mine: readonly number[], theirs: readonly number[]): number {
  for (const [index, value] of mine.entries()) {
    const other = theirs[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}
