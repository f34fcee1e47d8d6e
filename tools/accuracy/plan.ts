import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** One simulated hour that is judged. */
export interface Run {
  readonly layout: Layout;
  /** The shop of the layout: a seed of its own, so that other layouts are a new shop each time. */
  readonly shopSeed: number;
  readonly preset: string;
  readonly seed: number;
}

type Layout = (typeof LAYOUTS)[number];
const LAYOUTS = ['concept', 'fashion', 'grocery'] as const;

/** In the order of the tables. `nobody` is an hour without customers, for what is picked by nobody. */
export const PRESETS = ['easy', 'realistic', 'hard', 'crowded', 'nobody'] as const;

/** Seeds nobody tunes on: the standard shop, and shops of other layouts. */
const SEEDS = [31, 32, 33, 34, 35];
const OTHER_SEEDS = [41, 42, 43];
/** Taking things away costs a replay each: two hours are enough to see what they are worth. */
const ABLATION_HOURS = 2;

export const ITEMS = 3_000;

export interface Plan {
  readonly runs: readonly Run[];
  readonly withAblations: boolean;
  readonly withBaselines: boolean;
  readonly json: boolean;
  readonly write: boolean;
  readonly jobs: number;
}

export const USAGE = `npm run accuracy [-- options]: simulates shops, replays them through the gateway and through the rivals, and compares both with the truth

  --presets <list>   of ${PRESETS.join(', ')}; default: all
  --seeds <list>     such as 31,32 or 31..35; default: ${SEEDS.join(',')}, on other layouts ${OTHER_SEEDS.join(',')}
  --layout <name>    ${LAYOUTS.join(', ')}; default: all, concept with every preset, the others realistic
  --quick            realistic with the first seed of each layout, no ablations
  --no-ablations     leave out the replays with something taken away
  --no-baselines     leave out the rivals
  --jobs <number>    child processes at a time; default: ${Math.min(2, availableParallelism())}
  --json             all figures of all runs as one JSON object
  --write            write docs/accuracy.md

Simulated recordings are kept in $AISLE_ACCURACY_CACHE, or in the temporary folder, until the simulator changes.`;

/** Things are taken away where the targets are, in the standard shop in a realistic world; seeds asked for by name count as well. */
export const hasAblations = ({ layout, preset, seed }: Run): boolean =>
  layout === 'concept' && preset === 'realistic' && SEEDS.indexOf(seed) < ABLATION_HOURS;

/** Reads the command line. Throws an Error with a sentence for what it does not understand; null when help was asked for. */
export function readPlan(args: readonly string[]): Plan | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      presets: { type: 'string' },
      seeds: { type: 'string' },
      layout: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'no-ablations': { type: 'boolean', default: false },
      'no-baselines': { type: 'boolean', default: false },
      jobs: { type: 'string' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const layouts = LAYOUTS.filter((name) => values.layout === undefined || name === values.layout);
  if (layouts.length === 0) throw new Error(`--layout: no layout ${values.layout}; there are ${LAYOUTS.join(', ')}`);
  const jobs = values.jobs === undefined ? Math.min(2, availableParallelism()) : wholeNumber('--jobs', values.jobs);
  const choice = { presets: readPresets(values.presets), seeds: readSeeds(values.seeds), quick: values.quick };
  const runs = layouts.flatMap((layout) => runsOf(layout, choice));
  if (runs.length === 0) throw new Error('nothing to do: other layouts than concept are judged with the preset realistic');
  const { json, write } = values;
  return { runs, withAblations: !values.quick && !values['no-ablations'], withBaselines: !values['no-baselines'], json, write, jobs };
}

interface Choice {
  readonly presets: readonly string[] | null;
  readonly seeds: readonly number[] | null;
  readonly quick: boolean;
}

function runsOf(layout: Layout, { presets, seeds, quick }: Choice): Run[] {
  const isStandard = layout === 'concept';
  const usual = quick || !isStandard ? ['realistic'] : PRESETS;
  // Asked for by name, a preset runs on any layout that was asked for too.
  const wanted = (presets ?? usual).filter((preset) => isStandard || preset === 'realistic' || presets?.length === 1);
  const numbers = seeds ?? (isStandard ? SEEDS : OTHER_SEEDS).slice(0, quick ? 1 : undefined);
  return wanted.flatMap((preset) =>
    // An hour in which nothing happens says the same with any seed.
    (preset === 'nobody' ? numbers.slice(0, 1) : numbers).map((seed) => ({ layout, shopSeed: isStandard ? 1 : seed, preset, seed })),
  );
}

function readPresets(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !PRESETS.some((preset) => preset === name));
  if (unknown !== undefined) throw new Error(`--presets: no preset ${unknown}; there are ${PRESETS.join(', ')}`);
  return PRESETS.filter((preset) => names.includes(preset));
}

/** `31,33` or `31..35`. */
function readSeeds(text: string | undefined): readonly number[] | null {
  if (text === undefined) return null;
  return text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('..');
    const [from, to] = [wholeNumber('--seeds', first), wholeNumber('--seeds', last)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  });
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text.trim())) throw new Error(`${option}: ${text} is no whole number`);
  return Number(text);
}
