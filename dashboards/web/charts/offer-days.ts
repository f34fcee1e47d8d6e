import { BarChart, LineChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { dateOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import type { Colours } from './colours.ts';
import { amounts, bars, categories, legend, textStyle, tooltip } from './common.ts';

use([BarChart, LineChart]);

/** What displays proved and what followed, on each day of the range. */
export interface OfferDays {
  readonly days: readonly { readonly date: string; readonly shown: number; readonly acted: number; readonly bought: number }[];
  /** What was shown on the days that they are compared with, by place in the range. */
  readonly compared: { readonly name: string; readonly shown: readonly number[] } | null;
}

export const options = ({ days, compared }: OfferDays, colours: Colours) => ({
  animation: false,
  textStyle: textStyle(colours),
  grid: { left: 40, right: 12, top: 34, bottom: 24 },
  legend: legend(colours),
  tooltip: tooltip(colours),
  xAxis: categories(
    colours,
    days.map(({ date }) => dateOf(date)),
  ),
  yAxis: { ...amounts(colours), minInterval: 1 },
  series: [
    { ...bars, name: t('effect.shownHead'), color: colours.in, data: days.map(({ shown }) => shown) },
    { ...bars, name: t('effect.actedHead'), color: colours.line, data: days.map(({ acted }) => acted) },
    { ...bars, name: t('effect.boughtHead'), color: colours.info, data: days.map(({ bought }) => bought) },
    ...(compared
      ? [
          {
            type: 'line' as const,
            name: compared.name,
            color: colours.text,
            lineStyle: { type: 'dashed' as const, width: 1.5 },
            symbolSize: 5,
            data: days.map((_, i) => compared.shown[i] ?? null),
          },
        ]
      : []),
  ],
});
