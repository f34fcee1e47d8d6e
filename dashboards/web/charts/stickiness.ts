import { LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { dateOf, percent } from '../i18n/format.ts';
import type { Colours } from './colours.ts';
import { amounts, categories, legend, textStyle, tooltip } from './common.ts';

use([LineChart]);

/** Shares, 0..1, by day; null where too few customers came to tell. */
export interface Stickiness {
  readonly names: { readonly daily: string; readonly weekly: string };
  readonly days: readonly { readonly day: string; readonly dailyShare: number | null; readonly weeklyShare: number | null }[];
}

export const options = ({ names, days }: Stickiness, colours: Colours) => {
  const line = { type: 'line' as const, showSymbol: days.length < 15, symbolSize: 7, lineStyle: { width: 2.5 } };
  return {
    animation: false,
    textStyle: textStyle(colours),
    grid: { left: 48, right: 12, top: 34, bottom: 24 },
    legend: legend(colours),
    tooltip: { ...tooltip(colours), valueFormatter: (value: unknown) => (typeof value === 'number' ? percent(value) : '–') },
    xAxis: categories(
      colours,
      days.map(({ day }) => dateOf(day)),
    ),
    yAxis: { ...amounts(colours), min: 0, axisLabel: { ...textStyle(colours), formatter: (value: number) => percent(value) } },
    series: [
      { ...line, name: names.daily, color: colours.in, data: days.map(({ dailyShare }) => dailyShare) },
      { ...line, name: names.weekly, color: colours.line, data: days.map(({ weeklyShare }) => weeklyShare) },
    ],
  };
};
