import { describe, expect, it } from 'vitest';
import { drivers } from '../../devices/index.ts';
import type { DeviceReading } from '../../devices/kit/define-device.ts';
import { freshContext } from '../../devices/kit/define-device.ts';
import { type Captured, type Understanding, understand } from '../../devices/understand.ts';
import { instant } from '../../gateway/domain/units.ts';
import { corpusFamilies, describeCorpus, type Sample, sampleBytes } from '../support/corpus.ts';

/** Changed copies of each sample; AISLE_MUTATIONS asks for more of them in all families together. */
const PER_SAMPLE = process.env.AISLE_MUTATIONS === undefined ? 40 : Math.ceil(Number(process.env.AISLE_MUTATIONS) / 140);
/** One message on a machine that does something else too. */
const LONGEST_MS = 50;
/** Drivers whose messages carry a check value: a changed one never gives another tag, card or weight. */
const CHECKED: ReadonlySet<string> = new Set(['yrm100', 'mercury', 'uhfreader18', 'uhfreader288', 'rdm6300', 'pn532', 'fonkan']);
const receivedAt = instant(1_789_380_000_000);

/** Numbers from a seed, 0 up to `below`: the same run each time. */
function createDice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

/** What lines do: a bit flips, bytes are lost, come twice or come from nowhere, the end is missing. */
function mutate(bytes: Uint8Array, dice: (below: number) => number): Buffer {
  let changed = Buffer.from(bytes);
  for (let times = 1 + dice(2); times > 0; times--) {
    const at = dice(Math.max(1, changed.length));
    const length = 1 + dice(4);
    const noise = Buffer.from(Array.from({ length }, () => dice(256)));
    switch (dice(6)) {
      case 0:
        if (changed.length > 0) changed[at] = (changed[at] ?? 0) ^ (1 << dice(8));
        break;
      case 1:
        changed = changed.subarray(0, at);
        break;
      case 2:
        changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + length)]);
        break;
      case 3:
        changed = Buffer.concat([changed.subarray(0, at), noise, changed.subarray(at)]);
        break;
      case 4:
        changed = Buffer.concat([changed.subarray(0, at + length), changed.subarray(at)]);
        break;
      default:
        changed = Buffer.concat([changed, noise, changed]);
    }
  }
  return changed;
}

/** What must never change on the way. */
const identityOf = (reading: DeviceReading): string | null =>
  reading.kind === 'tag' ? reading.epc : reading.kind === 'card' ? reading.card : reading.kind === 'weight' ? `${reading.grams} g` : null;
const identities = ({ parts }: Understanding): string[] =>
  parts.flatMap(({ decoded }) => (decoded.ok ? decoded.readings : [])).flatMap((reading) => identityOf(reading) ?? []);

/** Texts of the message that stand under keys of memory, access and authentication. */
function secretsOf(node: unknown, isSecret = false): string[] {
  if (typeof node === 'string') return isSecret && node.length >= 8 ? [node] : [];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) =>
    secretsOf(inner, isSecret || /memory|accessres|accesspassword|authentication|^USER$|^RESERVED$/i.test(key)),
  );
}

describe('changed copies of real messages', () => {
  for (const family of corpusFamilies()) {
    const own = drivers.filter((driver) => driver.family === family);
    if (own.length === 0) continue;
    describeCorpus(family, (samples) => {
      for (const [index, sample] of samples.entries()) checkSample(own, sample, index);
    });
  }
  if (corpusFamilies().length === 0)
    describe.skip('(set AISLE_CORPUS to the corpus folder)', () => it('are made of its samples', () => {}));
});

function checkSample(own: readonly (typeof drivers)[number][], sample: Sample, index: number): void {
  it(`${sample.id} are decoded or refused in time, and never into another tag, card or weight`, () => {
    const dice = createDice(index + 1);
    const bytes = sampleBytes(sample);
    const topic = sample.topic !== undefined && !/[<{%$]/.test(sample.topic) ? sample.topic : null;
    const read = (changed: Uint8Array, driver: (typeof drivers)[number]): Understanding => {
      const captured: Captured = { topic, bytes: changed, receivedAt };
      return understand(driver, [captured], freshContext(driver));
    };
    const secrets = secretsOf(sample.payload);
    for (const driver of own) {
      const original = new Set(identities(read(bytes, driver)));
      for (let run = 0; run < PER_SAMPLE; run++) {
        const changed = mutate(bytes, dice);
        const begin = performance.now();
        const understanding = read(changed, driver);
        const took = performance.now() - begin;
        // A collection of garbage in between is nobody's fault: what is slow is slow again.
        if (took > LONGEST_MS)
          expect(
            timeOf(() => read(changed, driver)),
            changed.toString('hex'),
          ).toBeLessThan(LONGEST_MS);
        const said = JSON.stringify(understanding.parts.map(({ decoded }) => decoded));
        for (const secret of secrets) expect(said).not.toContain(secret);
        if (!CHECKED.has(driver.driver)) continue;
        const others = identities(understanding).filter((identity) => !original.has(identity));
        expect(others, `${driver.driver} ${changed.toString('hex')}`).toEqual([]);
      }
    }
  });
}

function timeOf(run: () => unknown): number {
  const begin = performance.now();
  run();
  return performance.now() - begin;
}
