import type { CustomersPage, CustomersStanding, CustomerView } from '../../../gateway/http/contract-customers.ts';
import { dateOf, money, number, percent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { customersAsked, isFiltered, NO_FILTERS, PAGE_ROWS, pseudonymIn, STAGES, shortName } from '../state/customer-filters.ts';
import { ask, query } from '../state/place.ts';
import { useAnswer } from '../state/use-answer.ts';
import { Chip, type Tone } from './chip.tsx';
import { Answered } from './page-frame.tsx';
import { PageLink } from './page-link.tsx';
import { Empty, Panel } from './panel.tsx';

const TONES: Readonly<Record<(typeof STAGES)[number], Tone>> = {
  aware: 'plain',
  exploring: 'info',
  expanding: 'info',
  committed: 'good',
  lapsing: 'warn',
};

export const StageChip = ({ stage }: { readonly stage: (typeof STAGES)[number] }) => (
  <Chip tone={TONES[stage]} text={t(`customers.stage.${stage}`)} />
);

function Row({ customer }: { readonly customer: CustomerView }) {
  const { visitor, tier, points, behaviour } = customer;
  return (
    <tr data-customer={visitor}>
      <th scope="row">
        <PageLink
          class="customer-link"
          to="customers"
          query={{ ...query.value, customer: visitor }}
          isCurrent={query.value.customer === visitor}
        >
          {shortName(visitor)}
        </PageLink>
        {tier !== '' && <Chip tone="info" text={tier} />}
      </th>
      <td>{behaviour ? <StageChip stage={behaviour.stage} /> : <span class="muted">{t('customers.noAnalytics')}</span>}</td>
      <td class="is-number">{behaviour ? money(behaviour.turnoverMinor) : '–'}</td>
      <td class="is-number">{behaviour ? number(behaviour.visits) : '–'}</td>
      <td>{behaviour ? dateOf(behaviour.lastSeen) : '–'}</td>
      <td>{behaviour?.rfm ? `${behaviour.rfm.recency}${behaviour.rfm.frequency}${behaviour.rfm.monetary}` : '–'}</td>
      <td class="is-number">{behaviour && behaviour.churnRisk !== null ? percent(behaviour.churnRisk) : '–'}</td>
      <td class="is-number">{number(points.left)}</td>
    </tr>
  );
}

const headsOf = () => [
  { text: t('customers.one'), isNumber: false },
  { text: t('customers.stage'), isNumber: false },
  { text: t('customers.turnover'), isNumber: true },
  { text: t('customers.visits'), isNumber: true },
  { text: t('customers.lastSeen'), isNumber: false },
  { text: 'RFM', isNumber: false },
  { text: t('customers.churnRisk'), isNumber: true },
  { text: t('customers.points'), isNumber: true },
];

function Table({ customers }: CustomersPage) {
  return (
    <div class="listing">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="listing-scroll" tabIndex={0} aria-label={t('listing.of', { what: t('customers.list') })}>
        <table>
          <thead>
            <tr>
              {headsOf().map(({ text, isNumber }) => (
                <th key={text} scope="col" class={isNumber ? 'is-number' : ''}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {customers.map((customer) => (
              <Row key={customer.visitor} customer={customer} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Pages({ page: { next } }: { readonly page: CustomersPage }) {
  if (next === null && query.value.after === undefined) return null;
  return (
    <nav class="pages" aria-label={t('customers.pages')}>
      <button type="button" class="button-quiet" disabled={query.value.after === undefined} onClick={() => ask({ after: '' })}>
        « {t('customers.first')}
      </button>
      <button type="button" class="button-quiet" disabled={next === null} onClick={() => ask({ after: next ?? '' })}>
        {t('customers.next', { n: PAGE_ROWS })} ›
      </button>
    </nav>
  );
}

function Choice({
  name,
  label,
  options,
}: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [string, string])[];
}) {
  return (
    <label>
      <span class="visually-hidden">{label}</span>
      <select value={query.value[name] ?? ''} onChange={(event) => ask({ [name]: event.currentTarget.value, after: '' })}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Filters({ tiers }: Pick<CustomersStanding, 'tiers'>) {
  const { segment } = query.value;
  return (
    <div class="customer-filters">
      <Choice
        name="stage"
        label={t('customers.stage')}
        options={[['', t('customers.stage.any')], ...STAGES.map((stage) => [stage, t(`customers.stage.${stage}`)] as const)]}
      />
      <Choice
        name="tier"
        label={t('customers.tier')}
        options={[['', t('customers.tier.any')], ...tiers.filter(({ tier }) => tier !== '').map(({ tier }) => [tier, tier] as const)]}
      />
      {segment !== undefined && <Chip tone="info" text={`RFM ${segment}`} />}
      {isFiltered(query.value) && (
        <button type="button" class="button-quiet" onClick={() => ask(NO_FILTERS)}>
          {t('customers.clear')}
        </button>
      )}
    </div>
  );
}

/** Customers by pseudonym, those with the highest turnover first. */
export function CustomerList({ tiers }: Pick<CustomersStanding, 'tiers'>) {
  const asked = customersAsked(query.value);
  const after = pseudonymIn(query.value.after);
  const page = new URLSearchParams({ limit: String(PAGE_ROWS), ...(after === null ? {} : { after }) });
  const known = useAnswer<CustomersPage>(`/customers?${[asked, page].filter((part) => String(part) !== '').join('&')}`);
  return (
    <Panel
      id="customer-list"
      title={t('customers.list')}
      summary={known.value ? t('customers.found', { n: known.value.total }) : undefined}
    >
      <Filters tiers={tiers} />
      <Answered known={known}>
        {(found) => (found.customers.length === 0 ? <Empty text={t('customers.noMatch')} /> : <Table {...found} />)}
      </Answered>
      {known.value && <Pages page={known.value} />}
      <a class="button-quiet more" href={`./api/v1/customers.csv?${asked}`} download="customers.csv">
        {t('customers.csv')}
      </a>
    </Panel>
  );
}
