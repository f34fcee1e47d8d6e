import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { FootfallView } from '../../../gateway/http/contract.ts';
import { minuteOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface FootfallChart {
  draw(footfall: FootfallView): void;
  dispose(): void;
}

/** The colour that a custom property has right now: the theme's, computed by the browser. */
function colours(place: HTMLElement) {
  const probe = document.createElement('span');
  place.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    in: read('--chart-in'),
    out: read('--chart-out'),
    line: read('--chart-line'),
    text: read('--ink-soft'),
    rule: read('--rule'),
  };
  const paper = read('--paper-raised');
  probe.remove();
  return { ...found, paper };
}

function optionsFor(footfall: FootfallView, place: HTMLElement) {
  const colour = colours(place);
  const text = { color: colour.text, fontFamily: 'inherit', fontSize: 12 };
  const bar = { type: 'bar' as const, barMaxWidth: 14, barGap: '8%', itemStyle: { borderRadius: [3, 3, 0, 0] } };
  return {
    animation: false,
    color: [colour.in, colour.out, colour.line],
    textStyle: text,
    grid: { left: 34, right: 8, top: 34, bottom: 24 },
    legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 8, itemGap: 18, textStyle: text },
    // Drawn on the canvas: an HTML tooltip needs style attributes, which the page's content policy refuses.
    tooltip: {
      trigger: 'axis' as const,
      renderMode: 'richText' as const,
      backgroundColor: colour.paper,
      borderColor: colour.rule,
      textStyle: text,
    },
    xAxis: {
      type: 'category' as const,
      data: footfall.buckets.map((bucket) => minuteOf(bucket.at)),
      axisLine: { lineStyle: { color: colour.rule } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: { type: 'value' as const, minInterval: 1, splitLine: { lineStyle: { color: colour.rule } }, axisLabel: text },
    series: [
      { ...bar, name: t('footfall.in'), data: footfall.buckets.map((bucket) => bucket.in) },
      { ...bar, name: t('footfall.out'), data: footfall.buckets.map((bucket) => bucket.out) },
      {
        type: 'line' as const,
        name: t('footfall.occupancy'),
        data: footfall.buckets.map((bucket) => bucket.occupancy),
        step: 'middle' as const,
        showSymbol: footfall.buckets.length < 3,
        lineStyle: { width: 2.5 },
      },
    ],
  };
}

/** Draws into an element that has a size; follows its size; `dispose` is safe to call twice. */
export function createFootfallChart(place: HTMLElement): FootfallChart {
  const chart = init(place, null, { renderer: 'canvas' });
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(place);
  return {
    draw: (footfall) => chart.setOption(optionsFor(footfall, place)),
    dispose() {
      observer.disconnect();
      if (!chart.isDisposed()) chart.dispose();
    },
  };
}
