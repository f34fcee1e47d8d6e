import { HeatmapChart } from 'echarts/charts';
import { VisualMapComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { number } from '../i18n/format.ts';
import type { Colours } from './colours.ts';
import { categories, textStyle, tooltip } from './common.ts';

use([HeatmapChart, VisualMapComponent]);

/** How often visits went from the zones of the rows to those of the columns; a pair that never happened is left out. */
export interface ZoneWays {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly cells: readonly { readonly row: number; readonly column: number; readonly times: number }[];
}

/** Names are cut to what a matrix of twenty zones has room for. */
const label = { width: 92, overflow: 'truncate' as const };

export const options = ({ from, to, cells }: ZoneWays, colours: Colours) => ({
  animation: false,
  textStyle: textStyle(colours),
  grid: { left: 4, right: 8, top: 4, bottom: 40, containLabel: true },
  tooltip: {
    ...tooltip(colours, 'item'),
    formatter: ({ value }: { readonly value: readonly [number, number, number] }) =>
      `${from[value[1]]} → ${to[value[0]]}  ${number(value[2])}`,
  },
  xAxis: {
    ...categories(colours, to),
    position: 'top' as const,
    axisLabel: { ...textStyle(colours), ...label, rotate: 60, interval: 0 },
    splitLine: { show: true, lineStyle: { color: colours.rule } },
  },
  yAxis: {
    ...categories(colours, from),
    inverse: true,
    axisLabel: { ...textStyle(colours), ...label, interval: 0 },
    splitLine: { show: true, lineStyle: { color: colours.rule } },
  },
  visualMap: {
    min: 0,
    max: Math.max(1, ...cells.map(({ times }) => times)),
    calculable: false,
    orient: 'horizontal' as const,
    left: 'center',
    bottom: 0,
    itemHeight: 160,
    itemWidth: 12,
    textStyle: textStyle(colours),
    inRange: { color: [colours.level1, colours.level2, colours.level3, colours.in] },
    formatter: (value: number) => number(Math.round(value)),
  },
  series: [
    {
      type: 'heatmap' as const,
      data: cells.map(({ row, column, times }) => [column, row, times]),
      itemStyle: { borderColor: colours.paper, borderWidth: 1, borderRadius: 3 },
    },
  ],
});
