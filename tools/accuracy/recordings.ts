import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aisle } from './child.ts';
import { recordingDigest } from './digest.ts';
import { ITEMS, type Run } from './plan.ts';

export interface Recorded {
  /** Holds the other three; what is worth keeping beside a recording goes here. */
  readonly folder: string;
  readonly store: string;
  readonly recording: string;
  readonly truth: string;
}

/** Scenario and radio world of a preset's name. */
const WORLDS: Readonly<Record<string, readonly [scenario: string, preset: string]>> = { nobody: ['nobody', 'realistic'] };

/**
 * The recording of a run, simulated unless the same simulator did it before. It appears in the cache only when it is complete; two
 * programs that make the same one at the same time both have a whole one, and the second is dropped.
 */
export async function recorded(run: Run): Promise<Recorded> {
  const cache = join(process.env.AISLE_ACCURACY_CACHE ?? join(tmpdir(), 'silent-aisle-accuracy'), recordingDigest());
  const folder = join(cache, `${run.layout}-${run.shopSeed}-${run.preset}-${run.seed}`);
  if (!existsSync(folder)) await simulate(run, folder);
  return placesIn(folder);
}

async function simulate(run: Run, folder: string): Promise<void> {
  const half = `${folder}.${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const { store, recording, truth } = placesIn(half);
  const shop = join(store, '..');
  await aisle('simulate', 'make-shop', '--kind', run.layout, '--seed', `${run.shopSeed}`, '--items', `${ITEMS}`, '--out', shop);
  const [scenario, preset] = WORLDS[run.preset] ?? ['rush-hour', run.preset];
  const world = ['--scenario', scenario, '--preset', preset, '--seed', `${run.seed}`, '--shop', shop];
  await aisle('simulate', ...world, '--record', recording, '--truth', truth);
  if (existsSync(folder)) rmSync(half, { recursive: true, force: true });
  else renameSync(half, folder);
}

const placesIn = (folder: string): Recorded => ({
  folder,
  store: join(folder, 'shop', 'store.yaml'),
  recording: join(folder, 'recording.ndjson'),
  truth: join(folder, 'truth'),
});
