import { BarChart } from 'echarts/charts';
import { use } from 'echarts/core';
import type { LossView } from '../../../gateway/http/contract-loss.ts';
import { t } from '../i18n/translate.ts';
import { groupName } from '../state/grouping.ts';
import type { Colours } from './colours.ts';
import { amounts, categories, legend, textStyle, tooltip } from './common.ts';

use([BarChart]);

/** What the gates said on each day, by what became of it. */
export const options = ({ days }: Pick<LossView, 'days'>, colours: Colours) => {
  const stacked = { type: 'bar' as const, stack: 'exits', barMaxWidth: 34 };
  return {
    animation: false,
    textStyle: textStyle(colours),
    grid: { left: 40, right: 12, top: 34, bottom: 24 },
    legend: legend(colours),
    tooltip: tooltip(colours),
    xAxis: categories(
      colours,
      days.map(({ date }) => groupName(date)),
    ),
    yAxis: { ...amounts(colours), minInterval: 1 },
    series: [
      { ...stacked, name: t('loss.fate.left'), color: colours.bad, data: days.map((day) => day.left) },
      { ...stacked, name: t('loss.settled'), color: colours.in, data: days.map((day) => day.settled) },
      { ...stacked, name: t('loss.fate.withdrawn'), color: colours.out, data: days.map((day) => day.withdrawn) },
    ],
  };
};
