import { html, type Markup } from './html.ts';
import type { ReportPlot } from './report.ts';

const WIDTH = 720;
const HEIGHT = 210;
/** Room for the figures above the highest bar, and for the names below. */
const TOP = 22;
const BOTTOM = 26;
/** Of the place of a bar and the one before it, what is left free. */
const GAP = 0.3;
/** With more bars than these, only the highest is written out. */
const MOST_WRITTEN = 9;

/** Bars over a common floor, as a drawing that needs nothing but itself. Those of before stand behind, to the left. */
export function drawPlot({ label, names, now, before, write }: ReportPlot): Markup {
  const highest = Math.max(...now.map((value) => value ?? 0), ...(before ?? []).map((value) => value ?? 0), Number.MIN_VALUE);
  const floor = HEIGHT - BOTTOM;
  const step = WIDTH / Math.max(1, names.length);
  const width = (step * (1 - GAP)) / (before === null ? 1 : 2);
  const top = (value: number): number => floor - ((floor - TOP) * value) / highest;
  const round = (value: number): number => Math.round(value * 10) / 10;
  const bar = (value: number | null, x: number, look: string): Markup =>
    html`<rect class="${look}" x="${round(x)}" y="${round(top(value ?? 0))}" width="${round(width)}" height="${round(floor - top(value ?? 0))}"/>`;
  const isWritten = (value: number): boolean => names.length <= MOST_WRITTEN || value === Math.max(...now.map((one) => one ?? 0));
  const parts = names.map((name, i) => {
    const left = i * step + (step * GAP) / 2;
    const x = before === null ? left : left + width;
    const value = now[i] ?? null;
    const written =
      value === null || !isWritten(value)
        ? null
        : html`<text class="value" x="${round(x + width / 2)}" y="${round(top(value) - 6)}">${write(value)}</text>`;
    return html`${before === null ? null : bar(before[i] ?? null, left, 'was')}${bar(value, x, 'now')}${written}<text x="${round(left + (step * (1 - GAP)) / 2)}" y="${HEIGHT - 8}">${name}</text>`;
  });
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${parts}<line x1="0" x2="${WIDTH}" y1="${floor}" y2="${floor}"/></svg>`;
}
