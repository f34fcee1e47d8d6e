import type { Command } from 'commander';
import { readOutput } from '../../simulators/score/read-output.ts';
import { scoreOutput } from '../../simulators/score/score.ts';
import { formatScore } from '../../simulators/score/score-table.ts';

interface ScoreOptions {
  readonly truth: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `aisle score`: how near a replay came to what truly happened. Ends with code 1 when lines could not be read. */
export function registerScore(program: Command): void {
  program
    .command('score')
    .description('compare the results of a replay with the truth of a simulation')
    .requiredOption('--truth <folder>', 'what `aisle simulate --truth` wrote')
    .requiredOption('--out <folder>', 'what `aisle replay --out` wrote')
    .option('--json', 'one JSON object for programs')
    .action(score);
}

function score({ truth, out, json }: ScoreOptions): void {
  const real = readOutput(truth);
  const claimed = readOutput(out);
  const bad = [...real.bad, ...claimed.bad];
  const result = scoreOutput(real.output, claimed.output);
  console.log(json ? JSON.stringify({ ...result, badLines: bad.length }, null, 2) : formatScore(result));
  for (const line of bad) console.error(line);
  if (bad.length > 0) process.exitCode = 1;
}
