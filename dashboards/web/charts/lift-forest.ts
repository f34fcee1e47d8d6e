import { LinesChart, ScatterChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { signed } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import type { Colours } from './colours.ts';
import { amounts, categories, textStyle, tooltip } from './common.ts';

use([LinesChart, ScatterChart]);

type Interval = { readonly low: number; readonly high: number };

/** Lifts in percentage points with their intervals, one line for each offer, the first on top. */
export interface LiftForest {
  readonly rows: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly look: 'good' | 'warn' | 'info' | 'plain';
    readonly lift: number;
    /** For one look. */
    readonly once: Interval;
    /** However often one looks. */
    readonly always: Interval | null;
  }[];
}

const spanText = ({ low, high }: Interval): string => t('worth.range', { low: signed(low), high: signed(high) });

/** The library looks at the dots alone; whole steps keep the ends of the intervals inside. */
function axis(rows: LiftForest['rows']): { readonly min: number; readonly max: number; readonly interval: number } {
  const ends = [0, ...rows.flatMap(({ once, always }) => [once.low, once.high, always?.low ?? 0, always?.high ?? 0])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const interval = [0.5, 1, 2, 5, 10, 20].find((step) => (high - low) / step <= 9) ?? 50;
  return { min: Math.floor(low / interval) * interval, max: Math.ceil(high / interval) * interval, interval };
}

export const options = ({ rows }: LiftForest, colours: Colours) => {
  const looks = { good: colours.good, warn: colours.bad, info: colours.info, plain: colours.text };
  const line = (place: number, { low, high }: Interval, width: number, color: string) => ({
    coords: [
      [low, place],
      [high, place],
    ],
    lineStyle: { color, width, opacity: 1, curveness: 0 },
  });
  const lines = { type: 'lines' as const, coordinateSystem: 'cartesian2d' as const, polyline: false, silent: true };
  return {
    animation: false,
    textStyle: textStyle(colours),
    grid: { left: 4, right: 24, top: 8, bottom: 4, containLabel: true },
    tooltip: {
      ...tooltip(colours, 'item'),
      formatter: ({ dataIndex }: { readonly dataIndex: number }) => {
        const row = rows[dataIndex];
        return row ? `${row.name}\n${row.outcome}\n${t('worth.lift', { lift: signed(row.lift) })}\n${spanText(row.once)}` : '';
      },
    },
    xAxis: {
      ...amounts(colours),
      ...axis(rows),
      axisLabel: { ...textStyle(colours), formatter: (value: number) => signed(value), hideOverlap: true },
    },
    yAxis: {
      ...categories(
        colours,
        rows.map(({ name }) => name),
      ),
      inverse: true,
      // The line of no lift.
      axisLine: { show: true, onZero: true, lineStyle: { color: colours.ink, width: 1.5, type: 'dashed' as const } },
      axisLabel: { ...textStyle(colours), color: colours.ink, width: 118, interval: 0, overflow: 'truncate' as const },
    },
    series: [
      { ...lines, z: 3, data: rows.flatMap(({ always }, place) => (always ? [line(place, always, 1.5, colours.text)] : [])) },
      { ...lines, z: 4, data: rows.map(({ once, look }, place) => line(place, once, 7, looks[look])) },
      {
        type: 'scatter' as const,
        z: 5,
        symbolSize: 13,
        data: rows.map(({ lift, look }, place) => ({
          value: [lift, place],
          itemStyle: { color: colours.paper, borderColor: looks[look], borderWidth: 3, opacity: 1 },
        })),
      },
    ],
  };
};
