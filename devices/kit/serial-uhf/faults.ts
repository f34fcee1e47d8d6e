import type { StateReported } from '../../../gateway/domain/readings.ts';
import { accepted, type Decoding, nothing, sensed } from '../decoding.ts';
import type { Decoded, DeviceReading, DriverMemory } from '../define-device.ts';

export type ReaderFault = 'antennaFault' | 'readerTooHot';

/** A fault is over after so many good answers in a row: with several antennas the good ones answer between the bad one's faults. */
const GOOD_ANSWERS = 32;
const FAULTS: readonly ReaderFault[] = ['antennaFault', 'readerTooHot'];

const goodAnswers = (memory: DriverMemory, fault: ReaderFault): number | null => {
  const count = memory[fault];
  return typeof count === 'number' ? count : null;
};

const stateOf = (fault: ReaderFault, isThere: boolean, decoding: Decoding): StateReported => ({
  ...sensed(decoding, null),
  kind: 'state',
  values: { [fault]: isThere },
});

/** Notes a fault that the reader told; a state when it is new, nothing while it lasts. */
export function noteFault(fault: ReaderFault, memory: DriverMemory, decoding: Decoding): StateReported[] {
  const isNew = goodAnswers(memory, fault) === null;
  memory[fault] = 0;
  return isNew ? [stateOf(fault, true, decoding)] : [];
}

/** Notes an answer of a reader that works, once per round or poll and not per tag; the state of each fault that is over with it. */
export function noteGoodAnswer(memory: DriverMemory, decoding: Decoding): StateReported[] {
  const over: StateReported[] = [];
  for (const fault of FAULTS) {
    const count = goodAnswers(memory, fault);
    if (count === null) continue;
    if (count + 1 < GOOD_ANSWERS) memory[fault] = count + 1;
    else {
      delete memory[fault];
      over.push(stateOf(fault, false, decoding));
    }
  }
  return over;
}

/** An answer with what it tells beside itself, or the reason why it tells nothing. */
export const tellOr = (none: string, readings: readonly DeviceReading[], decoding: Decoding): Decoded =>
  readings.length === 0 ? nothing(decoding, none) : accepted(decoding, readings);
