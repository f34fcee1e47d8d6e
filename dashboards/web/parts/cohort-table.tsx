import type { CohortsView } from '../../../gateway/http/contract-customers.ts';
import { number, percent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Formula } from './formula.tsx';
import { Panel } from './panel.tsx';

/** Months that fit beside each other without the eye losing the row. */
const MOST_MONTHS = 12;
const LEVELS = 3;

type Cohort = CohortsView['cohorts'][number];

function Month({ month }: { readonly month: Cohort['months'][number] | undefined }) {
  if (month === undefined) return <td />;
  const level = month.after === 0 ? 0 : Math.ceil(Math.min(1, month.share / 0.6) * LEVELS);
  return (
    <td class={`level-${level}${month.open ? ' is-open' : ''}`}>
      {percent(month.share)}
      {month.open && <span aria-hidden="true">*</span>}
    </td>
  );
}

/** Of the customers who first came in a month, how many came so many months later. */
export function CohortTable({ cohorts }: CohortsView) {
  const newest = cohorts.slice(-MOST_MONTHS).toReversed();
  const months = Math.max(0, ...newest.map((cohort) => cohort.months.length));
  const heads = Array.from({ length: months }, (_, after) => after);
  return (
    <Panel id="cohorts" title={t('customers.cohorts')} summary={t('customers.cohorts.hint')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="listing-scroll" tabIndex={0} aria-label={t('listing.of', { what: t('customers.cohorts') })}>
        <table class="cohorts">
          <thead>
            <tr>
              <th scope="col">{t('customers.cohorts.month')}</th>
              <th scope="col">{t('customers.cohorts.size')}</th>
              {heads.map((after) => (
                <th key={after} scope="col">
                  {after === 0 ? t('customers.cohorts.first') : t('customers.cohorts.after', { months: after })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {newest.map((cohort) => (
              <tr key={cohort.month} data-cohort={cohort.month}>
                <th scope="row">{cohort.month}</th>
                <td>{number(cohort.customers)}</td>
                {heads.map((after) => (
                  <Month key={after} month={cohort.months[after]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="muted">{t('customers.cohorts.open')}</p>
      <div class="listing-tools">
        <Formula of={['cohort_retention']} />
        <a
          class="button-quiet"
          href="./api/v1/customers/cohorts.csv"
          download="customers-cohorts.csv"
          aria-label={t('chart.csvOf', { what: t('customers.cohorts') })}
        >
          CSV
        </a>
      </div>
    </Panel>
  );
}
