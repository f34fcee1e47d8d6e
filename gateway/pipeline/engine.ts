import type { DeviceDriver, DeviceReading } from '../../devices/kit/define-device.ts';
import type { DomainEvent } from '../domain/events.ts';
import { asId, type DeviceId, type VisitorId } from '../domain/ids.ts';
import type { TagRead } from '../domain/readings.ts';
import type { Store, StoreSnapshot } from '../domain/store.ts';
import { type Instant, instant } from '../domain/units.ts';
import { createDuplicates, type SavedPrints } from './duplicates.ts';
import type { Frame } from './frame.ts';
import type { Position } from './ledger-port.ts';
import { operatorInput } from './operator-frames.ts';
import { strangeTopic } from './printable-sample.ts';
import type { Tally } from './tally.ts';
import { toReading } from './to-reading.ts';

const SECOND = 1_000;
/** Samples of such messages are not kept: they may hold a card number. */
const CARD_TOPIC = /\/(card|sale)$/;

export interface EngineOptions {
  /** Which device and driver a topic belongs to; null when the shop knows none. */
  readonly resolve: (topic: string) => { readonly device: string; readonly driver: DeviceDriver } | null;
  readonly createStore: (snapshot?: StoreSnapshot) => Store;
  readonly pseudonym: (cardId: string) => VisitorId;
  readonly tally: Tally;
  readonly onRead: (read: TagRead) => void;
  readonly emit: (event: DomainEvent) => void;
}

/** The engine's whole state between two frames, as plain data. */
export interface EngineState {
  readonly store: StoreSnapshot;
  readonly duplicates: Readonly<Record<string, SavedPrints>>;
}

/**
 * Frame → driver → domain, and nothing else: no disk, no clock. The same frames give the same events, so the live gateway,
 * its recovery after a crash and `aisle replay` all run this.
 */
export function createEngine(options: EngineOptions, state?: EngineState, from: Position = { seq: 0, tick: instant(0) }) {
  const { resolve, pseudonym, tally, onRead, emit } = options;
  const store = options.createStore(state?.store);
  const duplicates = createDuplicates(pseudonym('fingerprints of messages'), state?.duplicates);
  let { seq, tick } = from;

  function run(input: Parameters<Store['step']>[0]): void {
    const events = store.step(input);
    for (let i = 0; i < events.length; i++) {
      const event = events[i];
      if (event) emit(event);
    }
  }

  /** Ticks every whole second up to `until`; the first frame of all sets where they begin. */
  function advanceTo(until: Instant): void {
    if (tick === 0) tick = instant(Math.floor(until / SECOND) * SECOND);
    while (tick + SECOND <= until) {
      tick = instant(tick + SECOND);
      run({ kind: 'tick', receivedAt: tick });
    }
  }

  function apply(frame: Frame): void {
    advanceTo(frame.receivedAt);
    seq = frame.seq;
    if (frame.transport === 'gateway') {
      const input = operatorInput(frame);
      tally.count('gateway', input ? 'applied' : 'rejected:unknown-shape', 0);
      if (input) run(input);
      return;
    }
    const target = resolve(frame.topic);
    if (!target) {
      const strange = { ...frame, topic: strangeTopic(frame.topic) };
      reject(strange, frame.source, 'unknown-device', 'no device of store.yaml publishes on this topic');
    } else applyTo(frame, target.device, target.driver);
  }

  function applyTo(frame: Frame, device: string, driver: DeviceDriver): void {
    const decoded = driver.decode({ device: asId<DeviceId>(device), topic: frame.topic, bytes: frame.bytes, receivedAt: frame.receivedAt });
    if (!decoded.ok) {
      reject(frame, device, decoded.code, decoded.detail);
      return;
    }
    const { readings } = decoded;
    if (duplicates.isRepeated(frame, device, readings.some(namesItself))) {
      tally.count(device, 'duplicate', 0);
      return;
    }
    if (decoded.warnings) for (const warning of decoded.warnings) warn(frame, device, warning);
    if (decoded.unknownKeys) tally.count(device, 'warning:unknown-keys', 0);
    tally.count(device, 'applied', readings.length);
    // A clock that nobody believes says nothing of how far it is off.
    const newest = decoded.warnings?.includes('absurd-time') ? null : (readings.at(-1)?.reportedAt ?? null);
    tally.heard(device, frame.receivedAt, newest === null ? null : frame.receivedAt - newest);
    for (let i = 0; i < readings.length; i++) {
      const raw = readings[i];
      if (!raw) continue;
      const reading = toReading(raw, pseudonym);
      if (reading.kind === 'tag') onRead(reading);
      run(reading);
    }
  }

  function reject(frame: Frame, device: string, code: string, detail: string): void {
    tally.count(device, `rejected:${code}`, 0);
    tally.quarantine(frame.receivedAt, code, detail, device, frame.topic, frame.bytes, !CARD_TOPIC.test(frame.topic));
  }

  function warn(frame: Frame, device: string, warning: string): void {
    tally.count(device, `warning:${warning}`, 0);
    tally.quarantine(
      frame.receivedAt,
      warning,
      'the readings were taken, this was noticed',
      device,
      frame.topic,
      frame.bytes,
      !CARD_TOPIC.test(frame.topic),
    );
  }

  /** Goes on from a place that the frames at hand do not reach: they were lost with their journal. Never goes back. */
  function skipTo(position: Position): void {
    seq = Math.max(seq, position.seq);
    if (tick === 0) tick = position.tick;
    else advanceTo(position.tick);
  }

  return {
    apply,
    advanceTo,
    skipTo,
    position: (): Position => ({ seq, tick }),
    state: (): EngineState => ({ store: store.snapshot(), duplicates: duplicates.snapshot() }),
    store,
  };
}

export type Engine = ReturnType<typeof createEngine>;

/** A message with a time or an id of its own can be told from another one that merely looks the same. */
const namesItself = (reading: DeviceReading): boolean => reading.reportedAt !== null || reading.kind === 'sale' || reading.kind === 'ack';
