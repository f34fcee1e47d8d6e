import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe } from 'vitest';

/** One real message with what a correct decoder gets out of it; the form is told in the corpus' own README. */
export interface Sample {
  readonly id: string;
  readonly family: string;
  readonly topic?: string;
  readonly payload?: unknown;
  readonly bytes_hex?: string;
  readonly expected: { readonly kind: string; readonly reads?: readonly Record<string, unknown>[]; readonly [key: string]: unknown };
}

const folder = process.env.AISLE_CORPUS;

/** A suite over the real messages of one family: skipped by name when AISLE_CORPUS names no folder. */
export function describeCorpus(family: string, suite: (samples: readonly Sample[]) => void): void {
  if (!folder) {
    describe.skip(`real messages of ${family} (set AISLE_CORPUS to the corpus folder)`, () => suite([]));
    return;
  }
  const samples = JSON.parse(readFileSync(join(folder, 'samples', `${family}.json`), 'utf8')) as Sample[];
  if (samples.length === 0) throw new Error(`the corpus has no samples of ${family}`);
  describe(`real messages of ${family}`, () => suite(samples));
}

/** All families that the corpus holds; empty without a corpus. */
export const corpusFamilies = (): string[] =>
  folder
    ? globSync(join(folder, 'samples', '*.json'))
        .map((file) => basename(file, '.json'))
        .sort()
    : [];

/** The bytes of a sample as they travel. */
export const sampleBytes = (sample: Sample): Uint8Array =>
  sample.bytes_hex === undefined
    ? Buffer.from(typeof sample.payload === 'string' ? sample.payload : JSON.stringify(sample.payload))
    : Buffer.from(sample.bytes_hex, 'hex');
