import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drivers } from '../../devices/index.ts';
import { type ReadOutput, readOutput } from '../../simulators/score/read-output.ts';
import { scoreOutput } from '../../simulators/score/score.ts';
import { loadConfig } from '../config/load-config.ts';
import { replayRecording } from '../replay.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Labelled } from './labelled.ts';
import type { Point } from './search.ts';

const truths = new Map<string, ReadOutput>();

/** Read once: the truth of a busy day is larger than what a replay says of it. */
const truthOf = (folder: string): ReadOutput => {
  const known = truths.get(folder) ?? readOutput(folder);
  truths.set(folder, known);
  return known;
};

/** Replays a recording with these settings and scores the result. Throws what `aisle replay` throws. */
export async function evaluateRecording({ config, set, recording, truth }: Labelled, point: Point): Promise<Figures> {
  const loaded = loadConfig({ file: config, env: process.env, flags: { ...set, ...point }, drivers });
  const { report } = await replayRecording(loaded, recording);
  const folder = mkdtempSync(join(tmpdir(), 'aisle-tune-'));
  try {
    for (const [name, lines] of Object.entries(report)) writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
    return figuresOf(scoreOutput(truthOf(truth).output, readOutput(folder).output));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
