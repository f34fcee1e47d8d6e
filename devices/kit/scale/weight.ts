import { z } from 'zod';
import type { Weighed } from '../../../gateway/domain/readings.ts';
import { grams } from '../../../gateway/domain/units.ts';
import { accepted, type Decoding, sensed } from '../decoding.ts';
import type { Decoded, DeviceReading, Quantity } from '../define-device.ts';
import { refuse } from '../json.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';

/** `channel`: what every scale with one pan has. */
export const channelSetting = z
  .string()
  .trim()
  .min(1)
  .max(32)
  .default('1')
  .describe('Name of the pan, as the sections of the shelves call it');

/** `pollMs`: for scales that answer when asked. */
export const pollSetting = z.int().min(50).max(60_000).default(250).describe('Pause between two questions for the weight, ms');

/** `fixedWidth`: the only check that lines without a check value have. */
export const fixedWidthSetting = z
  .boolean()
  .default(true)
  .describe('Refuse lines whose weight is filled up, but not to the width of the protocol: a character was lost. False: any width');

/** True for a field that was filled up in front, so that its width says whether a character was lost; a scale that fills up always does. */
export const isFilledUp = (field: string): boolean => /^[+-]?(?: |0\d)/.test(field) || field.startsWith('  ');

interface Pan {
  readonly channel: string;
  /** Null: the scale wrote a number or a unit that we cannot turn into grams. */
  readonly grams: number | null;
  readonly stable: boolean;
  /** Wider or narrower than the usual 1,000 kg. */
  readonly range?: Quantity;
}

/** The reading of one pan, or why its weight is not taken: an unknown unit is never guessed at. */
export function weighedOn(decoding: Decoding, pan: Pan): Decoded {
  const range = pan.range ?? QUANTITIES.grams;
  if (pan.grams === null) return refuse('unknown-shape', 'a weight or unit that is none of ours');
  if (!isInRange(pan.grams, range)) return refuse('out-of-range', `weight: outside ${range.min} to ${range.max} g`);
  const reading: Weighed = {
    ...sensed(decoding, null),
    kind: 'weight',
    channel: pan.channel,
    grams: grams(pan.grams),
    stable: pan.stable,
  };
  return accepted(decoding, [reading]);
}

/** What a scale has to say of readings: one message or several of each; null for what it has no words for. */
export const writeEach = (
  readings: readonly DeviceReading[],
  write: (reading: DeviceReading) => Uint8Array | readonly Uint8Array[] | null,
): readonly { readonly topic: string; readonly bytes: Uint8Array }[] =>
  readings.flatMap((reading) => {
    const written = write(reading);
    const messages = written === null ? [] : written instanceof Uint8Array ? [written] : written;
    return messages.map((bytes) => ({ topic: '', bytes }));
  });

/** Bytes of a text, one per character. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
