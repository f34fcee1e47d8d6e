import type {
  AcquisitionView,
  CohortsView,
  CustomerFunnel,
  CustomersStanding,
  CustomerValue,
  RfmGrid as Grid,
  StickinessView,
} from '../../../gateway/http/contract-customers.ts';
import { dateOf, money, number, percent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Chart } from '../parts/chart.tsx';
import { CohortTable } from '../parts/cohort-table.tsx';
import { CustomerDetail } from '../parts/customer-detail.tsx';
import { Stages, Tiers } from '../parts/customer-groups.tsx';
import { CustomerList } from '../parts/customer-list.tsx';
import { Figure } from '../parts/figure.tsx';
import { Formula } from '../parts/formula.tsx';
import { Listing } from '../parts/listing.tsx';
import { Answered, PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { RfmGrid } from '../parts/rfm-grid.tsx';
import { pseudonymIn } from '../state/customer-filters.ts';
import { query } from '../state/place.ts';
import { comparedSpanAsked, moments, spanAsked } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import '../styles/listing.css';
import '../styles/customers-page.css';

const stickinessChart = () => import('../charts/stickiness.ts');

const wonText = ({ acquired }: AcquisitionView, before: AcquisitionView | null): string =>
  before === null
    ? t('customers.won', { n: acquired })
    : `${t('customers.won', { n: acquired })} · ${t('figure.from', { before: number(before.acquired) })}`;

const shareOf = (part: number, all: number): string => (all === 0 ? '–' : percent(part / all));

/** Of the days that are looked at, but for what customers have brought since the beginning. */
function Figures({ standing }: { readonly standing: CustomersStanding }) {
  const funnel = useAnswer<CustomerFunnel>(`/customers/funnel?${spanAsked.value}`).value;
  const won = useAnswer<AcquisitionView>(`/customers/acquisition?${spanAsked.value}`).value;
  const value = useAnswer<CustomerValue>('/customers/value').value;
  const other = comparedSpanAsked.value;
  const before = useAnswer<CustomerFunnel>(other && `/customers/funnel?${other}`).value;
  const wonBefore = useAnswer<AcquisitionView>(other && `/customers/acquisition?${other}`).value;
  const retention = value?.simple.retention ?? null;
  return (
    <section class="figures" aria-label={t('customers.figures')}>
      <Figure
        id="customers"
        label={t('customers.all')}
        value={number(standing.customers)}
        of={['acquisition_rate', 'cac']}
        {...(won ? { sub: wonText(won, wonBefore) } : {})}
      />
      {funnel && (
        <>
          <Figure
            id="returned"
            label={t('customers.returned')}
            value={shareOf(funnel.customers.returned, funnel.customers.seen)}
            sub={t('customers.ofSeen', { n: funnel.customers.returned, seen: number(funnel.customers.seen) })}
            now={funnel.customers.returned}
            before={before?.customers.returned ?? null}
            of={['conversion']}
          />
          <Figure
            id="conversion"
            label={t('customers.conversion')}
            value={funnel.identified.conversion === null ? '–' : percent(funnel.identified.conversion)}
            {...(funnel.identified.conversion === null ? {} : { now: funnel.identified.conversion })}
            before={before?.identified.conversion ?? null}
            write={percent}
            sub={t('customers.conversionAll', { share: funnel.all.conversion === null ? '–' : percent(funnel.all.conversion) })}
            of={['conversion']}
          />
        </>
      )}
      {value && (
        <>
          <Figure
            id="historic"
            label={t('customers.brought')}
            value={money(value.historicMinor)}
            sub={t('customers.buyers', { n: value.customers })}
            of={['clv_historic']}
          />
          <Figure
            id="retention"
            label={t('customers.retention')}
            value={retention === null ? '–' : percent(retention)}
            sub={retention === null ? t('customers.tooFew') : t('customers.retention.hint')}
            of={['monthly_retention']}
          />
        </>
      )}
    </section>
  );
}

function Stickiness() {
  const { from, to } = moments.value;
  // The day of `to` is counted as well, and the range ends with the first moment of the next one.
  const known = useAnswer<StickinessView>(`/customers/stickiness?from=${from}&to=${to - 1}`);
  const names = { daily: t('customers.daily'), weekly: t('customers.weekly') };
  return (
    <Panel id="stickiness" title={t('customers.stickiness')} summary={t('customers.stickiness.hint')}>
      <Answered known={known}>
        {({ days }) =>
          days.every(({ dailyShare, weeklyShare }) => dailyShare === null && weeklyShare === null) ? (
            <Empty text={t('customers.stickiness.few')} />
          ) : (
            <Chart
              id="customers-stickiness"
              label={t('customers.stickiness')}
              data={{ names, days }}
              load={stickinessChart}
              sheet={{
                head: [t('customers.day'), t('customers.dau'), t('customers.wau'), t('customers.mau'), names.daily, names.weekly],
                rows: days.map((one) => [
                  dateOf(one.day),
                  one.daily,
                  one.weekly,
                  one.monthly,
                  one.dailyShare === null ? null : percent(one.dailyShare),
                  one.weeklyShare === null ? null : percent(one.weeklyShare),
                ]),
              }}
              size="short"
            />
          )
        }
      </Answered>
      <Formula of={['stickiness']} />
    </Panel>
  );
}

function Sources() {
  const won = useAnswer<AcquisitionView>(`/customers/acquisition?${spanAsked.value}`).value;
  if (won === null || won.sources.length === 0) return null;
  return (
    <Panel id="sources" title={t('customers.sources')} summary={t('customers.won', { n: won.acquired })}>
      <Listing
        id="customer-sources"
        name={t('customers.sources')}
        columns={[
          { id: 'source', head: t('customers.source'), value: ({ source }) => source ?? t('customers.noSource') },
          { id: 'won', head: t('customers.wonHead'), value: ({ customers }) => customers },
          {
            id: 'cac',
            head: t('customers.cac'),
            value: ({ cacMinor }) => cacMinor,
            cell: ({ cacMinor }) => (cacMinor === null ? '–' : money(cacMinor)),
          },
          { id: 'bought', head: t('customers.boughtSince'), value: ({ bought }) => bought },
          {
            id: 'turnover',
            head: t('customers.turnover'),
            value: ({ turnoverMinor }) => turnoverMinor,
            cell: ({ turnoverMinor }) => money(turnoverMinor),
          },
        ]}
        rows={won.sources}
        keyOf={({ source }) => source ?? ''}
      />
      <Formula of={['acquisition_rate', 'cac']} />
    </Panel>
  );
}

function Groups({ standing }: { readonly standing: CustomersStanding }) {
  const rfm = useAnswer<Grid>('/customers/rfm');
  return (
    <div class="pair">
      <Answered known={rfm}>{(grid) => <RfmGrid grid={grid} />}</Answered>
      <div class="customer-standing">
        <Stages {...standing} />
        <Tiers {...standing} />
      </div>
    </div>
  );
}

/** Whether customers come again, and where they come from. */
function Course() {
  const cohorts = useAnswer<CohortsView>('/customers/cohorts').value;
  return (
    <>
      <div class="pair">
        {cohorts && cohorts.cohorts.length > 0 && <CohortTable {...cohorts} />}
        <Stickiness />
      </div>
      <Sources />
    </>
  );
}

function Everybody({ standing }: { readonly standing: CustomersStanding }) {
  const chosen = pseudonymIn(query.value.customer);
  const groups = <Groups standing={standing} />;
  // Who was chosen stands on top, where the way there leads.
  return (
    <>
      {chosen === null && <Figures standing={standing} />}
      {chosen === null && groups}
      <div class={chosen === null ? 'customers-and-one' : 'customers-and-one has-one'}>
        {chosen !== null && <CustomerDetail key={chosen} visitor={chosen} />}
        <CustomerList tiers={standing.tiers} />
      </div>
      {chosen !== null && groups}
      <Course />
    </>
  );
}

/** Who the customers are, by pseudonym: how lately, often and much they buy, and whether they come again. */
export function CustomersPage() {
  const known = useAnswer<CustomersStanding>('/customers/standing');
  return (
    <PageFrame id="customers" title={t('nav.customers')}>
      <Answered known={known}>
        {(standing) => (standing.customers === 0 ? <Empty text={t('customers.nobody')} /> : <Everybody standing={standing} />)}
      </Answered>
    </PageFrame>
  );
}
