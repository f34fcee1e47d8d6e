import type { Command } from 'commander';
import { findDriver } from '../../devices/index.ts';
import { RIVALS } from '../../simulators/baselines/rival.ts';
import { runRivals } from '../../simulators/baselines/run-rivals.ts';
import { readLayout } from '../../simulators/layout/read-layout.ts';
import { type ReadOutput, readOutput } from '../../simulators/score/read-output.ts';
import { type Output, scoreOutput } from '../../simulators/score/score.ts';
import { formatScore } from '../../simulators/score/score-table.ts';
import { GatewayError } from '../errors.ts';

interface ScoreOptions {
  readonly truth: string;
  readonly out?: string;
  readonly baseline?: string;
  readonly config?: string;
  readonly from?: string;
  readonly json?: boolean;
}

const ALL = 'all';

/** `aisle score`: how near a replay came to what truly happened, or simpler programs. Ends with code 1 when lines could not be read. */
export function registerScore(program: Command): void {
  program
    .command('score')
    .description('compare the results of a replay, or of a simpler program, with the truth of a simulation')
    .requiredOption('--truth <folder>', 'what `aisle simulate --truth` wrote')
    .option('--out <folder>', 'what `aisle replay --out` wrote')
    .option(
      '--baseline <name>',
      `in place of --out, what a simpler program makes of a recording: ${ALL}, ${Object.keys(RIVALS).join(', ')}`,
    )
    .option('--config <file>', 'with --baseline: store.yaml of the shop')
    .option('--from <file>', 'with --baseline: the recording')
    .option('--json', 'one JSON object for programs; with --baseline all, one per name')
    .action(score);
}

async function score(options: ScoreOptions): Promise<void> {
  if ((options.out === undefined) === (options.baseline === undefined)) throw invalid('give either --out or --baseline');
  const real = readOutput(options.truth);
  if (options.baseline === undefined) scoreReplay(real, options.out ?? '', options.json);
  else await scoreBaselines(real, options.baseline, options);
}

function scoreReplay(real: ReadOutput, out: string, json = false): void {
  const claimed = readOutput(out);
  const bad = [...real.bad, ...claimed.bad];
  const result = scoreOutput(real.output, claimed.output);
  console.log(json ? JSON.stringify({ ...result, badLines: bad.length }, null, 2) : formatScore(result));
  complain(bad);
}

async function scoreBaselines(real: ReadOutput, name: string, { config, from, json = false }: ScoreOptions): Promise<void> {
  if (config === undefined || from === undefined) throw invalid('--baseline wants --config and --from');
  if (name !== ALL && RIVALS[name] === undefined) throw invalid(`no baseline ${name}; there are ${ALL}, ${Object.keys(RIVALS).join(', ')}`);
  const names = name === ALL ? Object.keys(RIVALS) : [name];
  const outputs = await runRivals({ layout: readLayout(config), recording: from, findDriver, names });
  const judge = (output: Output) => ({ ...scoreOutput(real.output, output), badLines: real.bad.length });
  const scores = Object.entries(outputs).map(([rival, output]) => [rival, judge(output)] as const);
  if (json) console.log(JSON.stringify(name === ALL ? Object.fromEntries(scores) : scores[0]?.[1], null, 2));
  else console.log(scores.map(([rival, result]) => `${rival}\n\n${formatScore(result)}`).join('\n\n'));
  complain(real.bad);
}

function complain(bad: readonly string[]): void {
  for (const line of bad) console.error(line);
  if (bad.length > 0) process.exitCode = 1;
}

const invalid = (message: string): GatewayError => new GatewayError('INPUT_INVALID', message);
