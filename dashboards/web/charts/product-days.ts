import { HeatmapChart } from 'echarts/charts';
import { VisualMapComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { dateOf, percent } from '../i18n/format.ts';
import type { Colours } from './colours.ts';
import { categories, textStyle, tooltip } from './common.ts';

use([HeatmapChart, VisualMapComponent]);

/** Shares of each product, 0..1, day by day; null where nothing was measured. */
export interface ProductDays {
  readonly dates: readonly string[];
  readonly products: readonly { readonly name: string; readonly days: readonly (number | null)[] }[];
}

/** A drawn cell: day, product, and the share of the time in which it could not be bought. */
type Cell = readonly [number, number, number];

export const options = ({ dates, products }: ProductDays, colours: Colours) => ({
  animation: false,
  textStyle: textStyle(colours),
  grid: { left: 150, right: 12, top: 8, bottom: 56 },
  tooltip: {
    ...tooltip(colours, 'item'),
    formatter: ({ value }: { readonly value: Cell }) =>
      `${products[value[1]]?.name ?? ''}\n${dateOf(dates[value[0]] ?? '')}  ${percent(1 - value[2])}`,
  },
  xAxis: { ...categories(colours, dates.map(dateOf)), splitArea: { show: false } },
  yAxis: {
    ...categories(
      colours,
      products.map(({ name }) => name),
    ),
    inverse: true,
    axisLabel: { ...textStyle(colours), width: 136, overflow: 'truncate' as const },
  },
  visualMap: {
    min: 0,
    max: 1,
    calculable: false,
    orient: 'horizontal' as const,
    left: 'center',
    bottom: 0,
    itemHeight: 160,
    itemWidth: 12,
    textStyle: textStyle(colours),
    inRange: { color: [colours.level1, colours.warn, colours.bad] },
    formatter: (value: number) => percent(1 - value),
  },
  series: [
    {
      type: 'heatmap' as const,
      data: products.flatMap(({ days }, y) => days.flatMap((share, x) => (share === null ? [] : [[x, y, 1 - share]]))),
      itemStyle: { borderColor: colours.paper, borderWidth: 2, borderRadius: 4 },
    },
  ],
});
