import { HeatmapChart } from 'echarts/charts';
import { VisualMapComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { number, weekdayName } from '../i18n/format.ts';
import type { Colours } from './colours.ts';
import { categories, textStyle, tooltip } from './common.ts';

use([HeatmapChart, VisualMapComponent]);

/** A figure for hours of the week. */
export interface WeekGrid {
  /** Hours of the day that are drawn, in order. */
  readonly hours: readonly number[];
  readonly cells: readonly { readonly weekday: number; readonly hour: number; readonly value: number }[];
}

const WEEKDAYS = [7, 6, 5, 4, 3, 2, 1] as const;

export const options = ({ hours, cells }: WeekGrid, colours: Colours) => ({
  animation: false,
  textStyle: textStyle(colours),
  grid: { left: 60, right: 12, top: 8, bottom: 56 },
  tooltip: {
    ...tooltip(colours, 'item'),
    formatter: ({ value }: { readonly value: readonly [number, number, number] }) =>
      `${weekdayName(WEEKDAYS[value[1]] ?? 1)} ${String(hours[value[0]]).padStart(2, '0')}:00  ${number(value[2])}`,
  },
  xAxis: { ...categories(colours, hours.map(String)), splitArea: { show: false } },
  yAxis: categories(colours, WEEKDAYS.map(weekdayName)),
  visualMap: {
    min: 0,
    max: Math.max(1, ...cells.map(({ value }) => value)),
    calculable: false,
    orient: 'horizontal' as const,
    left: 'center',
    bottom: 0,
    itemHeight: 160,
    itemWidth: 12,
    textStyle: textStyle(colours),
    inRange: { color: [colours.level0, colours.level1, colours.level2, colours.level3, colours.in] },
    formatter: (value: number) => number(Math.round(value)),
  },
  series: [
    {
      type: 'heatmap' as const,
      data: cells.map(({ weekday, hour, value }) => [hours.indexOf(hour), 7 - weekday, value]),
      itemStyle: { borderColor: colours.paper, borderWidth: 2, borderRadius: 4 },
    },
  ],
});
