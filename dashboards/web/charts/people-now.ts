import { BarChart, LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import type { FootfallView } from '../../../gateway/http/contract.ts';
import { minuteOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import type { Colours } from './colours.ts';
import { amounts, bars, categories, legend, textStyle, tooltip } from './common.ts';

use([BarChart, LineChart]);

/** People in and out in each quarter of an hour of today, and how many were inside. */
export const options = ({ buckets }: Pick<FootfallView, 'buckets'>, colours: Colours) => ({
  animation: false,
  textStyle: textStyle(colours),
  grid: { left: 34, right: 8, top: 34, bottom: 24 },
  legend: legend(colours),
  tooltip: tooltip(colours),
  xAxis: categories(
    colours,
    buckets.map(({ at }) => minuteOf(at)),
  ),
  yAxis: { ...amounts(colours), minInterval: 1 },
  series: [
    { ...bars, barMaxWidth: 14, name: t('footfall.in'), color: colours.in, data: buckets.map((bucket) => bucket.in) },
    { ...bars, barMaxWidth: 14, name: t('footfall.out'), color: colours.out, data: buckets.map((bucket) => bucket.out) },
    {
      type: 'line' as const,
      name: t('footfall.occupancy'),
      color: colours.line,
      data: buckets.map(({ occupancy }) => occupancy),
      step: 'middle' as const,
      showSymbol: buckets.length < 3,
      lineStyle: { width: 2.5 },
    },
  ],
});
