import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Score } from '../../simulators/score/score.ts';
import { ABLATIONS, type Ablation, editRecording } from './ablations.ts';
import { aisle } from './child.ts';
import { rivalDigest } from './digest.ts';
import { hasAblations, type Run } from './plan.ts';
import { type Recorded, recorded } from './recordings.ts';

interface Replayed {
  readonly score: Score;
  readonly reads: number;
  readonly seconds: number;
}

/** A run with all that was judged on it. */
export interface Judged extends Run {
  readonly gateway: Replayed;
  readonly rivals: Readonly<Record<string, Score>>;
  readonly ablations: Readonly<Record<string, Score>>;
}

interface Wanted {
  readonly withBaselines: boolean;
  readonly withAblations: boolean;
  /** Hears what was done last. */
  readonly onStep: (what: string) => void;
}

/** Simulates, replays, lets the rivals try, and takes away one thing after the other where that is asked for. */
export async function judge(run: Run, { withBaselines, withAblations, onStep }: Wanted): Promise<Judged> {
  const source = await recorded(run);
  onStep('simulated');
  const gateway = await replay(source);
  onStep('replayed');
  const rivals = withBaselines ? await rivalScores(source) : {};
  if (withBaselines) onStep('rivals');
  const ablations: Record<string, Score> = {};
  if (withAblations && hasAblations(run)) {
    for (const ablation of ABLATIONS) {
      ablations[ablation.name] = await replayWithout(source, ablation);
      onStep(ablation.name);
    }
  }
  return { ...run, gateway, rivals, ablations };
}

async function replay({ store, recording, truth }: Omit<Recorded, 'folder'>, set: readonly string[] = []): Promise<Replayed> {
  const out = mkdtempSync(join(tmpdir(), 'aisle-accuracy-'));
  try {
    const settings = set.flatMap((pair) => ['--set', pair]);
    const { err } = await aisle('replay', '--config', store, '--from', recording, '--out', out, '--quiet', ...settings);
    const [, reads = '0', seconds = '0'] = /(\d+) tag reads in ([\d.]+) s/.exec(err) ?? [];
    const scored = await aisle('score', '--truth', truth, '--out', out, '--json');
    return { score: JSON.parse(scored.out) as Score, reads: Number(reads), seconds: Number(seconds) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function replayWithout(source: Recorded, { set, edit }: Ablation): Promise<Score> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-ablation-'));
  try {
    if (!edit) return (await replay(source, set)).score;
    const recording = join(folder, 'recording.ndjson');
    await editRecording(source.recording, recording, edit);
    return (await replay({ ...source, recording }, set)).score;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The rivals do not change with the gateway: their scores are kept beside the recording. */
async function rivalScores({ folder, store, recording, truth }: Recorded): Promise<Record<string, Score>> {
  const kept = join(folder, `rivals-${rivalDigest()}.json`);
  if (!existsSync(kept)) {
    const scored = await aisle('score', '--baseline', 'all', '--config', store, '--from', recording, '--truth', truth, '--json');
    writeFileSync(kept, scored.out);
  }
  return JSON.parse(readFileSync(kept, 'utf8')) as Record<string, Score>;
}
