import { BarChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { t } from '../i18n/translate.ts';
import type { Colours } from './colours.ts';
import { amounts, categories, legend, textStyle, tooltip } from './common.ts';

use([BarChart]);

/** How long stays are, s, by zone: each bar reaches from the quantile before it. */
export interface DwellByZone {
  readonly zones: readonly { readonly name: string; readonly medianS: number; readonly p75S: number; readonly p95S: number }[];
}

const bar = { type: 'bar' as const, stack: 'dwell', barMaxWidth: 18 };

export const options = ({ zones }: DwellByZone, colours: Colours) => ({
  animation: false,
  textStyle: textStyle(colours),
  grid: { left: 4, right: 16, top: 30, bottom: 4, containLabel: true },
  legend: legend(colours),
  tooltip: tooltip(colours),
  xAxis: amounts(colours),
  yAxis: {
    ...categories(
      colours,
      zones.map(({ name }) => name),
    ),
    inverse: true,
    axisLabel: { ...textStyle(colours), width: 110, interval: 0, overflow: 'truncate' as const },
  },
  series: [
    { ...bar, name: t('journey.half'), color: colours.in, data: zones.map(({ medianS }) => medianS) },
    { ...bar, name: t('journey.quarter'), color: colours.level3, data: zones.map(({ medianS, p75S }) => p75S - medianS) },
    { ...bar, name: t('journey.rest'), color: colours.level1, data: zones.map(({ p75S, p95S }) => p95S - p75S) },
  ],
});
