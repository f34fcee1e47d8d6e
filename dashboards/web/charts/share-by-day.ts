import { LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { dateOf, percent } from '../i18n/format.ts';
import type { Colours } from './colours.ts';
import { amounts, categories, legend, textStyle, tooltip } from './common.ts';

use([LineChart]);

/** Shares, 0..1, day by day; null where nothing was measured. */
export interface ShareByDay {
  readonly name: string;
  readonly days: readonly { readonly date: string; readonly share: number | null }[];
  /** The days that they are compared with, by place in the range. */
  readonly compared: { readonly name: string; readonly shares: readonly (number | null)[] } | null;
}

/** The axis begins at a whole step below the lowest share, since most days differ by a few points only. */
function axis(shares: readonly (number | null)[]): { readonly min: number; readonly max: number; readonly interval: number } {
  const lowest = Math.min(0.95, ...shares.filter((share) => share !== null));
  const interval = lowest < 0.5 ? 0.2 : lowest < 0.8 ? 0.1 : 0.05;
  const steps = Math.min(Math.round(1 / interval), Math.ceil((1.01 - lowest) / interval));
  return { min: 1 - steps * interval, max: 1, interval };
}

export const options = ({ name, days, compared }: ShareByDay, colours: Colours) => {
  const shares = days.map(({ share }) => share);
  const line = { type: 'line' as const, showSymbol: days.length < 15, symbolSize: 7, lineStyle: { width: 2.5 } };
  return {
    animation: false,
    textStyle: textStyle(colours),
    grid: { left: 48, right: 12, top: compared ? 34 : 12, bottom: 24 },
    ...(compared ? { legend: legend(colours) } : {}),
    tooltip: { ...tooltip(colours), valueFormatter: (value: unknown) => (typeof value === 'number' ? percent(value) : '–') },
    xAxis: categories(
      colours,
      days.map(({ date }) => dateOf(date)),
    ),
    yAxis: {
      ...amounts(colours),
      ...axis([...shares, ...(compared?.shares ?? [])]),
      axisLabel: { ...textStyle(colours), formatter: (value: number) => percent(value) },
    },
    series: [
      { ...line, name, color: colours.in, data: [...shares] },
      ...(compared ? [{ ...line, name: compared.name, color: colours.out, data: days.map((_, i) => compared.shares[i] ?? null) }] : []),
    ],
  };
};
