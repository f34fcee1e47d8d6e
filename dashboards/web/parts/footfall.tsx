import type { FootfallView } from '../../../gateway/http/contract.ts';
import { minuteOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Chart } from './chart.tsx';
import { Empty, Panel } from './panel.tsx';

const peopleNow = () => import('../charts/people-now.ts');

/** People in and out over the day, with the number in the shop. */
export function Footfall({ footfall }: { readonly footfall: FootfallView }) {
  const { buckets } = footfall;
  const hasCounts = buckets.length > 0;
  return (
    <Panel
      id="footfall"
      title={t('footfall.title')}
      summary={hasCounts ? t('footfall.summary', { in: footfall.in, out: footfall.out }) : undefined}
    >
      {hasCounts ? (
        <Chart
          id="footfall-today"
          label={t('footfall.chart')}
          data={footfall}
          load={peopleNow}
          sheet={{
            head: [t('footfall.time'), t('footfall.in'), t('footfall.out'), t('footfall.occupancy')],
            rows: buckets.map((bucket) => [minuteOf(bucket.at), bucket.in, bucket.out, bucket.occupancy]),
          }}
        />
      ) : (
        <Empty text={t('footfall.empty')} />
      )}
    </Panel>
  );
}
