import type { Colours } from './colours.ts';

export const textStyle = (colours: Colours) => ({ color: colours.text, fontFamily: 'inherit', fontSize: 12 });

/** Drawn on the canvas: an HTML tooltip needs style attributes, which the page's content policy refuses. */
export const tooltip = (colours: Colours, trigger: 'axis' | 'item' = 'axis') => ({
  trigger,
  renderMode: 'richText' as const,
  backgroundColor: colours.paper,
  borderColor: colours.rule,
  textStyle: textStyle(colours),
});

export const legend = (colours: Colours) => ({
  top: 0,
  left: 0,
  icon: 'roundRect',
  itemWidth: 12,
  itemHeight: 8,
  itemGap: 18,
  textStyle: textStyle(colours),
});

export const categories = (colours: Colours, data: readonly string[]) => ({
  type: 'category' as const,
  data: [...data],
  axisLine: { lineStyle: { color: colours.rule } },
  axisTick: { show: false },
  axisLabel: { ...textStyle(colours), hideOverlap: true },
});

export const amounts = (colours: Colours) => ({
  type: 'value' as const,
  splitLine: { lineStyle: { color: colours.rule } },
  axisLabel: textStyle(colours),
});

export const bars = { type: 'bar' as const, barMaxWidth: 26, barGap: '8%', itemStyle: { borderRadius: [3, 3, 0, 0] } };
