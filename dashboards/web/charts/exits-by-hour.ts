import { BarChart } from 'echarts/charts';
import { use } from 'echarts/core';
import type { LossView } from '../../../gateway/http/contract-loss.ts';
import { t } from '../i18n/translate.ts';
import type { Colours } from './colours.ts';
import { amounts, bars, categories, legend, textStyle, tooltip } from './common.ts';

use([BarChart]);

/** In which hours of the day items leave, and in which alarms were false. */
export const options = ({ hours }: Pick<LossView, 'hours'>, colours: Colours) => ({
  animation: false,
  textStyle: textStyle(colours),
  grid: { left: 40, right: 12, top: 34, bottom: 24 },
  legend: legend(colours),
  tooltip: tooltip(colours),
  xAxis: categories(
    colours,
    hours.map(({ hour }) => `${hour}:00`),
  ),
  yAxis: { ...amounts(colours), minInterval: 1 },
  series: [
    { ...bars, name: t('loss.fate.left'), color: colours.bad, data: hours.map(({ left }) => left) },
    { ...bars, name: t('loss.falseAlarms'), color: colours.out, data: hours.map(({ falseAlarms }) => falseAlarms) },
  ],
});
