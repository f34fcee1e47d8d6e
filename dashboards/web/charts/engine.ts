import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { type Colours, coloursOf } from './colours.ts';

use([GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface DrawnChart {
  draw(options: (colours: Colours) => EChartsCoreOption): void;
  /** The picture as a PNG data address, on the page's own paper. */
  picture(): string;
  dispose(): void;
}

/** A screen on the wall shows charts enlarged: drawn as usual, they would be blurred. */
const sharpness = (): number => devicePixelRatio * (document.documentElement.dataset.kiosk === undefined ? 1 : 2);

/** Draws into an element that has a size; follows its size; `dispose` is safe to call twice. */
export function createChart(place: HTMLElement): DrawnChart {
  const chart = init(place, null, { renderer: 'canvas', devicePixelRatio: sharpness() });
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(place);
  return {
    draw: (options) => chart.setOption(options(coloursOf(place)), { notMerge: true }),
    picture: () => chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: coloursOf(place).paper }),
    dispose() {
      observer.disconnect();
      if (!chart.isDisposed()) chart.dispose();
    },
  };
}
