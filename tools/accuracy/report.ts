import type { Score } from '../../simulators/score/score.ts';
import type { Judged } from './judge.ts';
import { markdownTable } from './markdown.ts';
import { formatFigure, isAsGood, METRICS, type Metric, meanOf } from './metrics.ts';
import { PRESETS } from './plan.ts';

/** Runs of one kind, whose mean is one column. */
export interface Group {
  readonly layout: string;
  readonly preset: string;
  readonly runs: readonly Judged[];
}

/** The runs by layout and preset, in the order of the presets. */
export const groupsOf = (judged: readonly Judged[]): Group[] =>
  [...Map.groupBy(judged, ({ layout }) => layout)].flatMap(([layout, own]) =>
    PRESETS.flatMap((preset) => {
      const runs = own.filter((run) => run.preset === preset);
      return runs.length === 0 ? [] : [{ layout, preset, runs }];
    }),
  );

export const titleOf = ({ layout, preset, runs }: Group): string =>
  `${layout}, ${preset}: mean of ${runs.length === 1 ? 'seed' : 'seeds'} ${runs.map(({ seed }) => seed).join(', ')}`;

const targetOf = (metric: Metric, { layout, preset }: Group): number | undefined =>
  layout === 'concept' ? metric.targets?.[preset] : undefined;

const gatewayScores = (group: Group): Score[] => group.runs.map(({ gateway }) => gateway.score);

const rivalNames = ({ runs }: Group): string[] => [...new Set(runs.flatMap(({ rivals }) => Object.keys(rivals)))];

const rivalScores = ({ runs }: Group, name: string): Score[] => runs.flatMap(({ rivals }) => rivals[name] ?? []);

/** Every metric that anybody has a figure for: the gateway, its target (✗ where it is missed), the rivals (bold where one leads). */
export function comparisonTable(group: Group): string {
  const names = rivalNames(group);
  const rows = METRICS.flatMap((metric) => {
    const own = meanOf(metric, gatewayScores(group));
    const rivals = names.map((name) => meanOf(metric, rivalScores(group, name)));
    if (own === null && rivals.every((figure) => figure === null)) return [];
    const target = targetOf(metric, group);
    const missed = target !== undefined && own !== null && !isAsGood(metric, own, target);
    const aim = target === undefined ? '' : `${formatFigure(metric, target)}${missed ? ' ✗' : ''}`;
    const cell = (figure: number | null): string => {
      const text = formatFigure(metric, figure);
      return figure !== null && own !== null && !isAsGood(metric, own, figure) ? `**${text}**` : text;
    };
    return [[metric.label, formatFigure(metric, own), aim, ...rivals.map(cell)]];
  });
  return markdownTable(['', 'gateway', 'target', ...names], rows);
}

/** Sentences on what a group falls short of: its targets, and rivals where none may lead. */
export function shortcomings(group: Group): string[] {
  return METRICS.flatMap((metric) => {
    const own = meanOf(metric, gatewayScores(group));
    if (own === null) return [];
    const name = metric.label;
    const target = targetOf(metric, group);
    const missed = target !== undefined && !isAsGood(metric, own, target);
    const leaders = metric.mustLead
      ? rivalNames(group).filter((rival) => leads(metric, meanOf(metric, rivalScores(group, rival)), own))
      : [];
    return [
      ...(missed ? [`${name} ${formatFigure(metric, own)}, target ${formatFigure(metric, target)}`] : []),
      ...leaders.map((rival) => `${name}: ${rival} is better, ${formatFigure(metric, meanOf(metric, rivalScores(group, rival)))}`),
    ];
  });
}

const leads = (metric: Metric, rival: number | null, own: number): boolean => rival !== null && !isAsGood(metric, own, rival);

/** What each thing is worth: the composite parts and false picks with it taken away. */
const ABLATION_METRICS = [
  'composite',
  'loc_away',
  'move',
  'pick',
  'false_picks',
  'visit',
  'association_outcome',
  'exit',
  'alarm',
  'stock_exact',
];

/** Null without any run in which something was taken away. */
export function ablationTable(judged: readonly Judged[]): string | null {
  const runs = judged.filter(({ ablations }) => Object.keys(ablations).length > 0);
  if (runs.length === 0) return null;
  const metrics = METRICS.filter(({ key }) => ABLATION_METRICS.includes(key));
  const names = [...new Set(runs.flatMap(({ ablations }) => Object.keys(ablations)))];
  const row = (name: string, scores: readonly Score[]): string[] => [
    name,
    ...metrics.map((metric) => formatFigure(metric, meanOf(metric, scores))),
  ];
  return markdownTable(
    ['', ...metrics.map(({ label }) => label)],
    [
      row(
        'gateway',
        runs.map(({ gateway }) => gateway.score),
      ),
      ...names.map((name) =>
        row(
          name,
          runs.flatMap(({ ablations }) => ablations[name] ?? []),
        ),
      ),
    ],
  );
}

/** How sure the gateway said it was, against how often it was right; over all runs of the standard shop in a realistic world. */
export function reliabilityTable(judged: readonly Judged[]): string | null {
  const runs = judged.filter(({ layout, preset }) => layout === 'concept' && preset === 'realistic');
  if (runs.length === 0) return null;
  const deciles = Array.from({ length: 10 }, (_, index) => {
    const own = runs.flatMap(({ gateway }) => gateway.score.visits.calibration.reliability[index] ?? []);
    const count = own.reduce((sum, { statements }) => sum + statements, 0);
    const weighted = (of: (decile: (typeof own)[number]) => number | null): string =>
      count === 0 ? '-' : (own.reduce((sum, decile) => sum + decile.statements * (of(decile) ?? 0), 0) / count).toFixed(2);
    return [
      `${(index / 10).toFixed(1)} to ${((index + 1) / 10).toFixed(1)}`,
      `${count}`,
      weighted(({ meanConfidence }) => meanConfidence),
      weighted(({ right }) => right),
    ];
  });
  return markdownTable(['said', 'associations', 'mean', 'right'], deciles);
}

export function speedTable(groups: readonly Group[]): string {
  const rows = groups.map((group) => {
    const reads = group.runs.reduce((sum, { gateway }) => sum + gateway.reads, 0);
    const seconds = group.runs.reduce((sum, { gateway }) => sum + gateway.seconds, 0);
    const count = group.runs.length;
    return [
      `${group.layout}, ${group.preset}`,
      Math.round(reads / count).toLocaleString('en'),
      `${(seconds / count).toFixed(1)} s`,
      seconds === 0 ? '-' : Math.round(reads / seconds).toLocaleString('en'),
    ];
  });
  return markdownTable(['', 'tag reads', 'replay', 'reads/s'], rows);
}
