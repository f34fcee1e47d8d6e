import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RUNTIME_FLAGS } from '../../runtime-flags.mjs';

/** What one tag read costs in a shop of this size. */
export interface DomainCost {
  readonly tags: number;
  readonly openVisits: number;
  /** Processor time of the thread, median of three stretches of 300,000 reads, their share of ticks included. */
  readonly microseconds: number;
  /** Heap and buffers over those before the shop was opened, after every tag was read a dozen times; its visits count too. */
  readonly bytesPerTag: number;
}

const PROGRAM = fileURLToPath(new URL('./domain-cost.ts', import.meta.url));
const SHOPS: readonly (readonly [tags: number, visits: number])[] = [
  [1_000, 0],
  [10_000, 0],
  [100_000, 0],
  [1_000_000, 0],
  [50_000, 200],
];

/** Cost of `step()` from a boutique to a distribution centre, and of a full house; each shop in a process of its own. */
export function* benchDomain(): Generator<DomainCost> {
  for (const [tags, visits] of SHOPS) {
    const flags = [...RUNTIME_FLAGS, '--expose-gc', '--max-old-space-size=6000'];
    yield JSON.parse(execFileSync(process.execPath, [...flags, PROGRAM, String(tags), String(visits)], { encoding: 'utf8' }));
  }
}

/** A bar as long as the figure against the largest, for a table that is looked at. */
export const bar = (value: number, largest: number, width = 24): string => '█'.repeat(Math.max(1, Math.round((width * value) / largest)));
