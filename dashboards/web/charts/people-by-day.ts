import { BarChart, LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import type { FootfallSpanView } from '../../../gateway/http/contract-footfall.ts';
import { t } from '../i18n/translate.ts';
import { groupName } from '../state/grouping.ts';
import type { Colours } from './colours.ts';
import { amounts, bars, categories, legend, textStyle, tooltip } from './common.ts';

use([BarChart, LineChart]);

/** The days that are looked at, and those that they are compared with, day by day. */
export interface PeopleByDay {
  readonly days: FootfallSpanView['days'];
  readonly compared: FootfallSpanView['days'] | null;
}

export const options = ({ days, compared }: PeopleByDay, colours: Colours) => ({
  animation: false,
  textStyle: textStyle(colours),
  grid: { left: 44, right: 12, top: 34, bottom: 24 },
  legend: legend(colours),
  tooltip: tooltip(colours),
  xAxis: categories(
    colours,
    days.map(({ date }) => groupName(date)),
  ),
  yAxis: { ...amounts(colours), minInterval: 1 },
  series: [
    { ...bars, name: t('footfall.in'), color: colours.in, data: days.map((day) => day.in) },
    ...(compared === null
      ? []
      : [{ ...bars, name: t('footfall.compared'), color: colours.out, data: days.map((_, i) => compared[i]?.in ?? null) }]),
    {
      type: 'line' as const,
      name: t('footfall.peak'),
      color: colours.line,
      data: days.map(({ peak }) => peak),
      showSymbol: days.length < 15,
      lineStyle: { width: 2.5 },
    },
  ],
});
