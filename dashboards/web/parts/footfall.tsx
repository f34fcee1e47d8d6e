import { useEffect, useRef } from 'preact/hooks';
import type { FootfallView } from '../../../gateway/http/contract.ts';
import { minuteOf, number } from '../i18n/format.ts';
import { language, t } from '../i18n/translate.ts';
import { isDark } from '../state/preferences.ts';
import type { FootfallChart } from './footfall-chart.ts';
import { Empty, Panel } from './panel.tsx';

function Table({ footfall }: { readonly footfall: FootfallView }) {
  return (
    <details class="table-behind">
      <summary>{t('footfall.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="table-scroll" tabIndex={0} aria-label={t('footfall.chart')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('footfall.time')}</th>
              <th scope="col">{t('footfall.in')}</th>
              <th scope="col">{t('footfall.out')}</th>
              <th scope="col">{t('footfall.occupancy')}</th>
            </tr>
          </thead>
          <tbody>
            {footfall.buckets.map((bucket) => (
              <tr key={bucket.at}>
                <th scope="row">{minuteOf(bucket.at)}</th>
                <td>{number(bucket.in)}</td>
                <td>{number(bucket.out)}</td>
                <td>{number(bucket.occupancy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function Chart({ footfall }: { readonly footfall: FootfallView }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<FootfallChart | null>(null);
  const dark = isDark();
  const spoken = language.value;

  // The chart library is large: it is fetched after the first paint, and the table below works without it.
  useEffect(() => {
    let isGone = false;
    void import('./footfall-chart.ts').then(({ createFootfallChart }) => {
      if (isGone || !place.current) return;
      chart.current = createFootfallChart(place.current);
      chart.current.draw(footfall);
    });
    return () => {
      isGone = true;
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => chart.current?.draw(footfall), [footfall, dark, spoken]);

  return <div class="chart" ref={place} role="img" aria-label={t('footfall.chart')} />;
}

/** People in and out over the day, with the number in the shop; the same figures as a table. */
export function Footfall({ footfall }: { readonly footfall: FootfallView }) {
  const hasCounts = footfall.buckets.length > 0;
  return (
    <Panel
      id="footfall"
      title={t('footfall.title')}
      summary={hasCounts ? t('footfall.summary', { in: footfall.in, out: footfall.out }) : undefined}
    >
      {hasCounts ? <Chart footfall={footfall} /> : <Empty text={t('footfall.empty')} />}
      {hasCounts && <Table footfall={footfall} />}
    </Panel>
  );
}
