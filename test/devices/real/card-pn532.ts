import { expect } from 'vitest';
import { listOneTarget, pn532 } from '../../../devices/cards/pn532.ts';
import { readTypeATargets, type TypeATarget } from '../../../devices/kit/card/iso14443.ts';
import { readPn532Frame } from '../../../devices/kit/card/pn532-frame.ts';
import { type Sample, sampleBytes } from '../../support/corpus.ts';
import { defineFamily } from '../../support/real-messages.ts';

/** The body of the reply in a sample: the last frame of its bytes. */
function replyOf(sample: Sample): Uint8Array {
  let bytes = sampleBytes(sample);
  for (;;) {
    const frame = readPn532Frame(bytes);
    if (frame === 'more' || 'not' in frame) throw new Error(`${sample.id}: no reply`);
    if (frame.kind === 'reply') return frame.data;
    bytes = bytes.subarray(frame.length);
  }
}

const targetsOf = (sample: Sample): readonly TypeATarget[] => readTypeATargets(replyOf(sample).subarray(1)) ?? [];
const hex = (byte: number | undefined): string | undefined => byte?.toString(16).toUpperCase().padStart(2, '0');

export const family = defineFamily({
  family: 'card-pn532',
  driverOf: () => ({ driver: pn532 }),
  outgoing: (sample) => {
    expect(sample.id).toBe('pn532-cmd-inlist');
    return listOneTarget;
  },
  factOf: {
    // What kind of card it is no reading carries: the driver decides by it.
    atqa_hex: (_readings, sample) => targetsOf(sample)[0]?.atqaHex,
    sak_hex: (_readings, sample) => hex(targetsOf(sample)[0]?.sak),
    targets: (_readings, sample) => targetsOf(sample).length,
    command: (_readings, sample) => hex(replyOf(sample)[0]),
    ic: (_readings, sample) => hex(replyOf(sample)[1]),
    support: (_readings, sample) => hex(replyOf(sample)[4]),
    version: (readings) => readings.flatMap((reading) => (reading.kind === 'info' ? [reading.firmware] : []))[0],
  },
});
