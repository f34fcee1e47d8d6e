import { BarChart } from 'echarts/charts';
import { use } from 'echarts/core';
import type { AlertInboxView } from '../../../gateway/http/contract-alerts.ts';
import { t } from '../i18n/translate.ts';
import { groupName } from '../state/grouping.ts';
import type { Colours } from './colours.ts';
import { amounts, categories, legend, textStyle, tooltip } from './common.ts';

use([BarChart]);

/** Alerts of each day by severity, the gravest at the bottom; what follows from others on top, in grey. */
export const options = ({ days }: Pick<AlertInboxView, 'days'>, colours: Colours) => {
  const stacked = { type: 'bar' as const, stack: 'alerts', barMaxWidth: 34 };
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
      { ...stacked, name: t('severity.critical'), color: colours.bad, data: days.map((day) => day.critical) },
      { ...stacked, name: t('severity.major'), color: colours.line, data: days.map((day) => day.major) },
      { ...stacked, name: t('severity.minor'), color: colours.in, data: days.map((day) => day.minor) },
      { ...stacked, name: t('severity.warning'), color: colours.info, data: days.map((day) => day.warning) },
      { ...stacked, name: t('desk.followed'), color: colours.out, data: days.map((day) => day.followed) },
    ],
  };
};
