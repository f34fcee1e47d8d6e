import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef } from 'preact/hooks';
import type { Colours } from '../charts/colours.ts';
import type { DrawnChart } from '../charts/engine.ts';
import { number } from '../i18n/format.ts';
import { language, t } from '../i18n/translate.ts';
import { savePicture, saveSheet } from '../state/download.ts';
import { isDark } from '../state/preferences.ts';
import type { Sheet } from '../state/sheet.ts';
import { DataTable, Disclosure } from './data-table.tsx';

/** What a module of `charts/` gives: it brings the parts of the chart library that its options need. */
export interface ChartModule<D> {
  options(data: D, colours: Colours): EChartsCoreOption;
}

interface ChartProps<D> {
  /** Names its files, and the table behind it for those who come back to it. */
  readonly id: string;
  /** What it shows, for those who hear the page. */
  readonly label: string;
  readonly data: D;
  /** Fetches the module that draws it, when it is first needed. */
  readonly load: () => Promise<ChartModule<D>>;
  /** The same figures as a table, which is also its CSV. */
  readonly sheet: Sheet;
  readonly size?: 'short' | 'usual' | 'tall' | 'tallest';
}

const asText = (value: string | number | null): string => (value === null ? '–' : typeof value === 'number' ? number(value) : value);

/** A chart that the library draws, its figures as a table, and both to take away. */
export function Chart<D>({ id, label, data, load, sheet, size = 'usual' }: ChartProps<D>) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ readonly chart: DrawnChart; readonly module: ChartModule<D> } | null>(null);
  const latest = useRef(data);
  latest.current = data;
  const dark = isDark();
  const spoken = language.value;
  const draw = () => drawn.current?.chart.draw((colours) => drawn.current?.module.options(latest.current, colours) ?? {});

  // The chart library is large: it is fetched after the first paint, and the table works without it.
  useEffect(() => {
    let isGone = false;
    void Promise.all([import('../charts/engine.ts'), load()]).then(([{ createChart }, module]) => {
      if (isGone || !place.current) return;
      drawn.current = { chart: createChart(place.current), module };
      draw();
    });
    return () => {
      isGone = true;
      drawn.current?.chart.dispose();
      drawn.current = null;
    };
  }, []);
  useEffect(draw, [data, dark, spoken]);

  const rows = sheet.rows.map((row, index) => ({ key: `${index}-${row[0]}`, cells: row.map(asText) }));
  return (
    <div class="chart-block" data-chart={id}>
      <div class={`chart chart-${size}`} ref={place} role="img" aria-label={label} />
      <div class="chart-tools">
        <Disclosure id={id} summary={t('chart.table')}>
          <DataTable name={t('chart.tableOf', { what: label })} head={sheet.head} rows={rows} />
        </Disclosure>
        <button type="button" class="button-quiet" onClick={() => saveSheet(id, sheet)} aria-label={t('chart.csvOf', { what: label })}>
          CSV
        </button>
        <button
          type="button"
          class="button-quiet"
          onClick={() => drawn.current && savePicture(id, drawn.current.chart.picture())}
          aria-label={t('chart.pngOf', { what: label })}
        >
          PNG
        </button>
      </div>
    </div>
  );
}
