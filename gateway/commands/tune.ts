import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { drivers } from '../../devices/index.ts';
import { schemaTree } from '../config/schema-tree.ts';
import { setValues } from '../config/set-values.ts';
import { GatewayError } from '../errors.ts';
import { type Figures, meanFigures } from '../tune/figures.ts';
import { type Labelled, labelledIn } from '../tune/labelled.ts';
import { type Comparison, changedSettings, formatReport, htmlReport, type TuneReport } from '../tune/report.ts';
import { type Point, search } from '../tune/search.ts';
import { allTunables, parseTunable, type Tunable } from '../tune/tunables.ts';
import { createWorkerPool, type WorkerPool } from '../tune/worker-pool.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';
import { endBar, showBar } from './progress-bar.ts';

interface TuneOptions extends ConfigOptions {
  readonly on: readonly string[];
  readonly holdOut: readonly string[];
  readonly vary: readonly string[];
  readonly goal: string;
  readonly budget: number;
  readonly jobs: number;
  readonly report?: string;
  readonly json?: boolean;
  readonly write?: boolean;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

const atLeastOne = (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It needs a whole number of at least 1.');
  return number;
};

/** `aisle tune`: better settings for a shop, from recordings of which the truth is known. */
export function registerTune(program: Command): void {
  configOptions(program.command('tune'))
    .description(
      'search for better settings on recordings with truth; a folder holds recording.ndjson and truth/, and shop/store.yaml when it is another shop',
    )
    .option('--on <folder>', 'recording to tune on; may be repeated', collect, [])
    .option('--hold-out <folder>', 'recording that only judges the result; may be repeated', collect, [])
    .option(
      '--vary <path[=low..high]>',
      'setting to vary; may be repeated; default: every number of sensing and security, within its bounds',
      collect,
      [],
    )
    .option('--goal <figure>', 'figure of `aisle score --json` to raise', 'composite')
    .option('--budget <points>', 'points to try', atLeastOne, 60)
    .option('--jobs <number>', 'replays at the same time', atLeastOne, availableParallelism())
    .option('--report <file>', 'write an HTML page with a picture of each setting')
    .option('--json', 'one JSON object for programs')
    .option('--write', 'write what was found into store.yaml; its comments stay')
    .action(tune);
}

async function tune(options: TuneOptions): Promise<void> {
  const { config } = loadFromOptions(options);
  const on = options.on.map((folder) => labelledIn(folder, options));
  const heldOut = options.holdOut.map((folder) => labelledIn(folder, options));
  if (on.length === 0) throw new GatewayError('RECORDING_INVALID', '`aisle tune` needs at least one --on FOLDER', {});
  const tree = schemaTree();
  const tunables = options.vary.length === 0 ? allTunables(tree, config) : options.vary.map((text) => parseTunable(text, tree, config));
  const pool = createWorkerPool(Math.min(options.jobs, Math.max(on.length, tunables.length)));
  try {
    const report = await compare(pool, { on, heldOut, tunables, goal: options.goal, budget: options.budget });
    if (options.report !== undefined) writeFileSync(options.report, htmlReport(report));
    console.log(options.json ? JSON.stringify({ ...report, changes: changedSettings(report) }, null, 2) : formatReport(report));
    if (options.write) writeFound(report, options.config);
  } finally {
    await pool.stop();
  }
}

function writeFound(report: TuneReport, file: string | undefined): void {
  if (file === undefined) throw new GatewayError('CONFIG_MISSING', '--write needs --config FILE to write into', {});
  const changes = changedSettings(report);
  if (changes.length === 0) return;
  setValues(file, Object.fromEntries(changes.map(({ path, after }) => [path, after])), drivers);
  console.error(`${changes.length} settings written into ${file}; they count from the next start`);
}

interface Work {
  readonly on: readonly Labelled[];
  readonly heldOut: readonly Labelled[];
  readonly tunables: readonly Tunable[];
  readonly goal: string;
  readonly budget: number;
}

async function compare(pool: WorkerPool, { on, heldOut, tunables, goal, budget }: Work): Promise<TuneReport> {
  const figures = new Map<Point, Figures>();
  let best = 0;
  const replayAll = async (recordings: readonly Labelled[], point: Point): Promise<Figures> =>
    meanFigures(await Promise.all(recordings.map((recording) => pool.evaluate(recording, point))));
  const evaluate = (points: readonly Point[]): Promise<(number | null)[]> =>
    Promise.all(
      points.map(async (point) => {
        const found = await replayAll(on, point);
        figures.set(point, found);
        best = Math.max(best, found[goal] ?? best);
        showBar(figures.size / budget, `${goal} ${best.toFixed(3)}`);
        if (!(goal in found)) throw new GatewayError('CONFIG_INVALID', `--goal ${goal} is no figure of \`aisle score --json\``, { goal });
        return found[goal] ?? null;
      }),
    );
  const result = await search({ tunables, budget, evaluate });
  endBar();
  const { before, after } = result;
  const comparisons: Comparison[] = [
    {
      title: 'Tuned on',
      folders: on.map(({ folder }) => folder),
      before: figures.get(before.point) ?? {},
      after: figures.get(after.point) ?? {},
    },
  ];
  if (heldOut.length > 0) {
    const [first, last] = await Promise.all([replayAll(heldOut, before.point), replayAll(heldOut, after.point)]);
    comparisons.push({ title: 'Held out', folders: heldOut.map(({ folder }) => folder), before: first, after: last });
  }
  return { goal, tunables, result, comparisons };
}
