import type { Figures } from './figures.ts';
import type { SearchResult, Trial } from './search.ts';
import type { Tunable } from './tunables.ts';

export interface Comparison {
  /** `tuned on`, or `held out`. */
  readonly title: string;
  readonly folders: readonly string[];
  readonly before: Figures;
  readonly after: Figures;
}

export interface TuneReport {
  /** Name of the figure that was aimed at. */
  readonly goal: string;
  readonly tunables: readonly Tunable[];
  readonly result: SearchResult;
  readonly comparisons: readonly Comparison[];
}

/** Settings that the best point changed, with the value before. */
export const changedSettings = ({ tunables, result }: Pick<TuneReport, 'tunables' | 'result'>) =>
  tunables.flatMap(({ path, start }) => {
    const value = result.after.point[path];
    return value === undefined || value === start ? [] : [{ path, before: start, after: value }];
  });

const figure = (value: number | null | undefined): string => (value === null || value === undefined ? '-' : value.toFixed(3));

/** Figures that differ by more than rounding, and the goal always. */
const rowsOf = (goal: string, { before, after }: Comparison): [name: string, before: string, after: string, change: string][] =>
  [...new Set([goal, ...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [a, b] = [before[name] ?? null, after[name] ?? null];
    const change = a === null || b === null ? 0 : b - a;
    if (name !== goal && Math.abs(change) < 0.0005) return [];
    return [[name, figure(a), figure(b), `${change >= 0 ? '+' : ''}${change.toFixed(3)}`]];
  });

/** For people at a terminal: what changed, and what it was worth on each set of recordings. */
export function formatReport(report: TuneReport): string {
  const changes = changedSettings(report);
  const lines = [`${report.result.trials.length} points tried, aiming at ${report.goal}`, ''];
  if (changes.length === 0) lines.push('Nothing better was found: the settings stay as they are.');
  for (const { path, before, after } of changes) lines.push(`  ${path}: ${before} -> ${after}`);
  for (const comparison of report.comparisons) {
    const rows = [['', 'before', 'after', 'change'] as const, ...rowsOf(report.goal, comparison)];
    const width = Math.max(...rows.map(([name]) => name.length));
    lines.push('', `${comparison.title}: ${comparison.folders.join(', ')}`);
    for (const [name, ...cells] of rows) lines.push(`  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join('')}`);
  }
  return lines.join('\n');
}

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const WIDTH = 320;
const HEIGHT = 120;
const MARGIN = 8;

/** All points that were tried, by the value of one setting: where the score is flat the setting does not matter. */
function plot(tunable: Tunable, { trials, before, after }: SearchResult): string {
  const shown = trials.flatMap((trial) => {
    const value = trial.point[tunable.path];
    return trial.score === null || value === undefined ? [] : [{ trial, value, score: trial.score }];
  });
  const [values, scores] = [shown.map(({ value }) => value), shown.map(({ score }) => score)];
  const scale = (list: readonly number[], from: number, to: number) => {
    const [low, high] = [Math.min(...list), Math.max(...list)];
    return (x: number): string => (from + ((to - from) * (x - low)) / (high - low || 1)).toFixed(1);
  };
  const [x, y] = [scale(values, MARGIN, WIDTH - MARGIN), scale(scores, HEIGHT - MARGIN, MARGIN)];
  const classOf = (trial: Trial): string => (trial === after ? 'after' : trial === before ? 'before' : 'trial');
  const dots = shown.map(
    ({ trial, value, score }) => `<circle class="${classOf(trial)}" cx="${x(value)}" cy="${y(score)}" r="${trial === after ? 5 : 3}"/>`,
  );
  const label = `${tunable.path}: ${Math.min(...values)} to ${Math.max(...values)}; score ${figure(Math.min(...scores))} to ${figure(Math.max(...scores))}`;
  return `<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(label)}">${dots.join('')}</svg><figcaption>${escapeHtml(label)}</figcaption></figure>`;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #d5dbe3}td:first-child,th:first-child{text-align:left}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr));gap:1rem}figure{margin:0}svg{width:100%;background:#f3f5f8}
.trial{fill:#8a97a8}.before{fill:#b4531f}.after{fill:#0b6e4f}
@media(prefers-color-scheme:dark){body{color:#e8ecf2;background:#12161c}svg{background:#1d242d}td,th{border-color:#3a4552}.before{fill:#ff9d66}.after{fill:#4cd3a5}}`;

/** The same with a picture of each setting, as a page that needs nothing else. */
export function htmlReport(report: TuneReport): string {
  const changes = changedSettings(report);
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
    `<table><tr>${head.map((cell) => `<th>${escapeHtml(cell)}</th>`).join('')}</tr>${rows
      .map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
      .join('')}</table>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tuning</title><style>${STYLE}</style>
<h1>Tuning: ${escapeHtml(report.goal)}</h1><p>${report.result.trials.length} points were tried.</p>
<h2>Settings</h2>${
    changes.length === 0
      ? '<p>Nothing better was found.</p>'
      : table(
          ['setting', 'before', 'after'],
          changes.map(({ path, before, after }) => [path, String(before), String(after)]),
        )
  }
${report.comparisons
  .map(
    (comparison) =>
      `<h2>${escapeHtml(comparison.title)}</h2><p>${escapeHtml(comparison.folders.join(', '))}</p>${table(['figure', 'before', 'after', 'change'], rowsOf(report.goal, comparison))}`,
  )
  .join('\n')}
<h2>What each setting does</h2><p>Each point is a replay: left to right the value of the setting, upwards the score. Orange: before. Green: after.</p>
<div class="plots">${report.tunables.map((tunable) => plot(tunable, report.result)).join('')}</div></html>
`;
}
