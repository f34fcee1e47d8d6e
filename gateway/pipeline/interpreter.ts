import type { Outgoing } from '../../devices/kit/command.ts';
import type { Decoded, DeviceDriver, DeviceMessage, DeviceReading, DriverContext, DriverMemory } from '../../devices/kit/define-device.ts';
import { asId, type DeviceId, type VisitorId } from '../domain/ids.ts';
import type { Reading } from '../domain/readings.ts';
import type { Instant } from '../domain/units.ts';
import { createDuplicates } from './duplicates.ts';
import type { Frame } from './frame.ts';
import { strangeTopic } from './printable-sample.ts';
import type { SavedNumbers } from './recent-numbers.ts';
import type { Tally } from './tally.ts';
import { toReading } from './to-reading.ts';

/** Samples of such messages are not kept: they may hold a card number. */
const CARD_TOPIC = /\/(card|sale)$/;

const nothing: readonly Reading[] = Object.freeze([]);

/** Whose message a frame is; `address` and `settings` are what its driver has to know of the device. */
export interface FrameOwner {
  readonly device: string;
  readonly driver: DeviceDriver;
  readonly address?: string;
  readonly settings?: unknown;
}

export interface InterpreterOptions {
  /** Which device and driver a topic belongs to; null when the shop knows none. */
  readonly resolve: (topic: string) => FrameOwner | null;
  readonly pseudonym: (cardId: string) => VisitorId;
  readonly tally: Tally;
  /** What a driver asks of its device, with the receive time of the message that made it ask. Without it nobody is asked. */
  readonly onAsk?: (device: string, asks: readonly Outgoing[], at: Instant) => void;
}

/** What is remembered from message to message, as plain data. */
export interface InterpreterState {
  readonly duplicates: Readonly<Record<string, SavedNumbers>>;
  /** What drivers remember, by device and driver. */
  readonly memories?: Readonly<Record<string, DriverMemory>>;
}

/**
 * Frame → driver → readings: whose message it is, what it says, whether it was said before. Counts what became of each frame. Knows
 * nothing of the store, so that it can run in another thread.
 */
export function createInterpreter({ resolve, pseudonym, tally, onAsk }: InterpreterOptions, state?: InterpreterState) {
  const duplicates = createDuplicates(pseudonym('fingerprints of messages'), state?.duplicates);
  const contexts = new Map<string, DriverContext>();
  // A resolver that gives one object per topic spares each frame the text key.
  const byOwner = new WeakMap<FrameOwner, DriverContext>();
  const saved = state?.memories ?? {};

  function contextOf(owner: FrameOwner): DriverContext {
    let context = byOwner.get(owner);
    if (context === undefined) {
      context = contextOfDevice(owner);
      byOwner.set(owner, context);
    }
    return context;
  }

  function contextOfDevice({ device, driver, address = device, settings = {} }: FrameOwner): DriverContext {
    const key = `${device} ${driver.driver}`;
    const known = contexts.get(key);
    if (known !== undefined) return known;
    const context = { settings, address, memory: structuredClone(saved[key] ?? {}) };
    contexts.set(key, context);
    return context;
  }

  function interpret(frame: Frame): readonly Reading[] {
    const owner = resolve(frame.topic);
    if (owner !== null) return interpretFor(frame, owner);
    const strange = { ...frame, topic: strangeTopic(frame.topic) };
    reject(strange, frame.source, 'unknown-device', 'no device of store.yaml publishes on this topic');
    return nothing;
  }

  function interpretFor(frame: Frame, owner: FrameOwner): readonly Reading[] {
    const { device, driver } = owner;
    const message = { device: asId<DeviceId>(device), topic: frame.topic, bytes: frame.bytes, receivedAt: frame.receivedAt };
    const decoded = decodeSafely(driver, message, contextOf(owner));
    if (!decoded.ok) {
      reject(frame, device, decoded.code, decoded.detail, isShowable(frame, driver));
      return nothing;
    }
    const { readings } = decoded;
    if (duplicates.isRepeated(frame, device, readings.some(namesItself))) {
      tally.count(device, 'duplicate', 0);
      return nothing;
    }
    if (decoded.warnings) for (const warning of decoded.warnings) warn(frame, device, warning, isShowable(frame, driver));
    if (decoded.unknownKeys) tally.count(device, 'warning:unknown-keys', 0);
    if (decoded.asks) onAsk?.(device, decoded.asks, frame.receivedAt);
    tally.count(device, 'applied', readings.length);
    // A clock that nobody believes says nothing of how far it is off.
    const newest = decoded.warnings?.includes('absurd-time') ? null : (readings.at(-1)?.reportedAt ?? null);
    // What the gateway says on behalf of silent hardware is no sign of life.
    if (frame.transport !== 'output') tally.heard(device, frame.receivedAt, newest === null ? null : frame.receivedAt - newest);
    return readings.map((reading) => toReading(reading, pseudonym));
  }

  function reject(frame: Frame, device: string, code: string, detail: string, showable = !CARD_TOPIC.test(frame.topic)): void {
    tally.count(device, `rejected:${code}`, 0);
    tally.quarantine(frame.receivedAt, code, detail, device, frame.topic, frame.bytes, showable);
  }

  function warn(frame: Frame, device: string, warning: string, showable: boolean): void {
    tally.count(device, `warning:${warning}`, 0);
    tally.quarantine(frame.receivedAt, warning, 'the readings were taken, this was noticed', device, frame.topic, frame.bytes, showable);
  }

  /** Also of devices that have not spoken since the start. */
  function memories(): Record<string, DriverMemory> {
    const kept: Record<string, DriverMemory> = { ...saved };
    for (const [key, { memory }] of contexts) if (Object.keys(memory).length > 0) kept[key] = structuredClone(memory);
    return kept;
  }

  return {
    /** The readings of a message, for the store; none of one that is refused, said twice or means nothing. Never throws. */
    interpret,
    /** What a driver remembers of a device; a copy. */
    memoryOf(device: string, driver: string): DriverMemory {
      const key = `${device} ${driver}`;
      return structuredClone(contexts.get(key)?.memory ?? saved[key] ?? {});
    },
    state: (): InterpreterState => ({ duplicates: duplicates.snapshot(), memories: memories() }),
  };
}

const isShowable = ({ topic }: Frame, driver: DeviceDriver): boolean => driver.isPersonal !== true && !CARD_TOPIC.test(topic);

/** A message with a time or an id of its own can be told from another one that merely looks the same. */
const namesItself = (reading: DeviceReading): boolean => reading.reportedAt !== null || reading.kind === 'sale' || reading.kind === 'ack';

/**
 * Drivers never throw, and a fuzz proves it as far as it goes. Should one do so all the same, on the bytes of a stranger, the shop goes on
 * without that message: it is refused like any bad one, and shown.
 */
function decodeSafely(driver: DeviceDriver, message: DeviceMessage, context: DriverContext): Decoded {
  try {
    return driver.decode(message, context);
  } catch (error) {
    // Never the text of the error: it may quote what stood in the message.
    return {
      ok: false,
      code: 'driver-failed',
      detail: `${driver.driver} failed with a ${error instanceof Error ? error.name : 'thrown value'}`,
    };
  }
}
