import type { DriverMemory } from '../../devices/kit/define-device.ts';
import type { DomainEvent } from '../domain/events.ts';
import type { TagRead } from '../domain/readings.ts';
import type { Store, StoreSnapshot } from '../domain/store.ts';
import { instant } from '../domain/units.ts';
import type { Frame } from './frame.ts';
import { createInterpreter, type InterpreterOptions, type InterpreterState } from './interpreter.ts';
import type { Position } from './ledger-port.ts';
import { operatorInput } from './operator-frames.ts';
import { createTicking } from './ticking.ts';

export interface EngineOptions extends InterpreterOptions {
  readonly createStore: (snapshot?: StoreSnapshot) => Store;
  readonly onRead: (read: TagRead) => void;
  readonly emit: (event: DomainEvent) => void;
}

/** The engine's whole state between two frames, as plain data. */
export interface EngineState extends InterpreterState {
  readonly store: StoreSnapshot;
}

/**
 * Frame → driver → domain, and nothing else: no disk, no clock. The same frames give the same events, so the live gateway,
 * its recovery after a crash and `aisle replay` all run this.
 */
export function createEngine(options: EngineOptions, state?: EngineState, from: Position = { seq: 0, tick: instant(0) }) {
  const { tally, onRead, emit } = options;
  const store = options.createStore(state?.store);
  const interpreter = createInterpreter(options, state);
  const ticking = createTicking(store, emit, from.tick);
  let { seq } = from;

  function apply(frame: Frame): void {
    ticking.advanceTo(frame.receivedAt);
    seq = frame.seq;
    if (frame.transport === 'gateway') {
      const input = operatorInput(frame);
      tally.count('gateway', input ? 'applied' : 'rejected:unknown-shape', 0);
      if (input) ticking.run(input);
      return;
    }
    const readings = interpreter.interpret(frame);
    for (let i = 0; i < readings.length; i++) {
      const reading = readings[i];
      if (!reading) continue;
      if (reading.kind === 'tag') onRead(reading);
      ticking.run(reading);
    }
  }

  /** Goes on from a place that the frames at hand do not reach: they were lost with their journal. Never goes back. */
  function skipTo(position: Position): void {
    seq = Math.max(seq, position.seq);
    ticking.skipTo(position.tick);
  }

  return {
    apply,
    advanceTo: ticking.advanceTo,
    skipTo,
    due: ticking.due,
    position: (): Position => ({ seq, tick: ticking.tick() }),
    /** What a driver remembers of a device; a copy. */
    memoryOf: (device: string, driver: string): DriverMemory => interpreter.memoryOf(device, driver),
    state: (): EngineState => ({ store: store.snapshot(), ...interpreter.state() }),
    store,
  };
}

export type Engine = ReturnType<typeof createEngine>;
