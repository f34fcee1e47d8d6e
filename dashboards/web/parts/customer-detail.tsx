import type { CustomerDetail as Detail } from '../../../gateway/http/contract-customers.ts';
import { dateOf, dateTimeOf, minuteOf, money, number, percent } from '../i18n/format.ts';
import { pick, t, tOr } from '../i18n/translate.ts';
import { shortName } from '../state/customer-filters.ts';
import { ask } from '../state/place.ts';
import { useAnswer } from '../state/use-answer.ts';
import { Chip } from './chip.tsx';
import { StageChip } from './customer-list.tsx';
import { Figure } from './figure.tsx';
import { Formula } from './formula.tsx';
import { Icon } from './icon.tsx';
import { Listing } from './listing.tsx';
import { Answered } from './page-frame.tsx';
import { PageLink } from './page-link.tsx';
import { Panel } from './panel.tsx';

const PURPOSES = ['profiling', 'analytics', 'sharing'] as const;
const VALUE_METRICS = ['clv_historic', 'clv_simple', 'clv_model', 'churn_risk', 'expected_purchases', 'expected_value'];

const moneyOr = (minor: number | null): string => (minor === null ? '–' : money(minor));

/** What the customer agreed to, and who was told last. */
function Consent({ agrees, statements }: Detail) {
  const [last] = statements;
  return (
    <section aria-labelledby="customer-consent-title">
      <h3 id="customer-consent-title">{t('customers.consent')}</h3>
      <ul class="consents">
        {PURPOSES.map((purpose) => {
          const isGiven = agrees.includes(purpose);
          return (
            <li key={purpose}>
              <Chip
                tone={isGiven ? 'good' : 'plain'}
                icon={isGiven ? 'check' : 'cross'}
                text={`${t(`customers.purpose.${purpose}`)}: ${t(isGiven ? 'customers.yes' : 'customers.no')}`}
              />
            </li>
          );
        })}
      </ul>
      {last && <p class="muted">{t('customers.told', { user: last.user, time: dateTimeOf(last.at) })}</p>}
    </section>
  );
}

/** What the customer is worth so far and in time to come. */
function Worth({ behaviour, expected, points, balanceMinor }: Detail) {
  return (
    <>
      <section class="figures" aria-label={t('customers.figures')}>
        {behaviour && (
          <>
            <Figure
              id="turnover"
              label={t('customers.turnover')}
              value={money(behaviour.turnoverMinor)}
              sub={t('customers.receipts', { n: behaviour.receipts })}
              of={['clv_historic']}
            />
            <Figure
              id="churn"
              label={t('customers.churnRisk')}
              value={behaviour.churnRisk === null ? '–' : percent(behaviour.churnRisk)}
              of={['churn_risk']}
            />
            <Figure
              id="value"
              label={t('customers.value.to-come')}
              value={moneyOr(behaviour.value.modelMinor ?? behaviour.value.simpleMinor)}
              sub={t('customers.value.soFar', { money: money(behaviour.value.historicMinor) })}
              of={['clv_model', 'clv_simple', 'clv_historic']}
            />
          </>
        )}
        {expected && (
          <Figure
            id="expected"
            label={t('customers.expected')}
            value={number(expected.purchases30)}
            sub={t('customers.expected90', { purchases: number(expected.purchases90), money: moneyOr(expected.valueMinor) })}
            of={['expected_purchases', 'expected_value']}
          />
        )}
        <Figure
          id="points"
          label={t('customers.points')}
          value={number(points.left)}
          sub={t('customers.balance', { money: money(balanceMinor) })}
          of={['points', 'stored_value']}
        />
      </section>
      <Formula of={VALUE_METRICS} />
    </>
  );
}

const dayPartName = (dayPart: string): string => (dayPart === '' ? t('customers.otherTime') : tOr(`customers.dayPart.${dayPart}`, dayPart));

/** When the customer comes, and what they buy. */
function Habits({ dayParts, products }: Detail) {
  const most = Math.max(1, ...dayParts.map(({ visits }) => visits));
  if (dayParts.length === 0 && products.length === 0) return null;
  return (
    <section aria-labelledby="customer-habits-title">
      <h3 id="customer-habits-title">{t('customers.habits')}</h3>
      <ul class="door-list">
        {dayParts.map(({ dayPart, visits, receipts, turnoverMinor }) => (
          <li key={dayPart}>
            <span>{dayPartName(dayPart)}</span>
            <meter min={0} max={most} value={visits} aria-label={dayPartName(dayPart)} />
            <span class="muted">{t('customers.habit', { visits, receipts, money: money(turnoverMinor) })}</span>
          </li>
        ))}
      </ul>
      {products.length > 0 && (
        <Listing
          id="customer-products"
          name={t('customers.products')}
          columns={[
            { id: 'product', head: t('customers.product'), value: ({ name, sku }) => pick(name, sku) },
            { id: 'part', head: t('customers.dayPart'), value: ({ dayPart }) => dayPartName(dayPart) },
            { id: 'receipts', head: t('customers.bought'), value: ({ receipts }) => receipts },
            {
              id: 'last',
              head: t('customers.lastBought'),
              value: ({ lastBought }) => lastBought,
              cell: ({ lastBought }) => dateOf(lastBought),
            },
          ]}
          rows={products}
          keyOf={({ sku, dayPart }) => `${sku} ${dayPart}`}
        />
      )}
      <Formula of={['day_part_habit', 'product_habit']} />
    </section>
  );
}

function Bookings({ bookings }: Detail) {
  if (bookings.length === 0) return null;
  return (
    <section aria-labelledby="customer-bookings-title">
      <h3 id="customer-bookings-title">{t('customers.bookings')}</h3>
      <Listing
        id="customer-bookings"
        name={t('customers.bookings')}
        columns={[
          { id: 'at', head: t('customers.when'), value: ({ at }) => new Date(at).toISOString(), cell: ({ at }) => dateTimeOf(at) },
          {
            id: 'because',
            head: t('customers.because'),
            value: ({ because, ref }) => [t(`customers.because.${because}`), ref].filter(Boolean).join(' '),
          },
          { id: 'points', head: t('customers.points'), value: ({ earned, spent, expired }) => earned - spent - expired },
          {
            id: 'money',
            head: t('customers.money'),
            value: ({ moneyMinor }) => moneyMinor,
            cell: ({ moneyMinor }) => (moneyMinor === 0 ? '–' : money(moneyMinor)),
          },
        ]}
        rows={bookings}
        keyOf={({ at, ref, because }) => `${at} ${because} ${ref}`}
      />
    </section>
  );
}

function Visits({ visits }: Detail) {
  if (visits.length === 0) return null;
  return (
    <section aria-labelledby="customer-visits-title">
      <h3 id="customer-visits-title">{t('customers.newestVisits')}</h3>
      <ul class="customer-visits">
        {visits.map(({ id, start, end }) => (
          <li key={id}>
            <PageLink to="visits" query={{ visit: id }}>
              {end === null ? dateTimeOf(start) : `${dateTimeOf(start)}–${minuteOf(end)}`}
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Head({ visitor, tier, behaviour, since, source, costMinor }: Detail) {
  const facts = [
    since === null ? '' : t('customers.since', { time: dateTimeOf(since) }),
    source === null ? '' : t('customers.from', { source }),
    costMinor === null ? '' : t('customers.cost', { money: money(costMinor) }),
    behaviour === null
      ? t('customers.noAnalytics')
      : t('customers.seen', { n: behaviour.visits, first: dateOf(behaviour.firstSeen), last: dateOf(behaviour.lastSeen) }),
  ];
  return (
    <div>
      <p class="customer-name">
        <strong>{shortName(visitor)}</strong>
        {tier !== '' && <Chip tone="info" text={tier} />}
        {behaviour && <StageChip stage={behaviour.stage} />}
        {behaviour?.rfm && <Chip tone="plain" text={`RFM ${behaviour.rfm.recency}${behaviour.rfm.frequency}${behaviour.rfm.monetary}`} />}
      </p>
      <p class="muted">{facts.filter((fact) => fact !== '').join(' · ')}</p>
    </div>
  );
}

/** One customer: what they agreed to, what they do, what they are worth. */
export function CustomerDetail({ visitor }: { readonly visitor: string }) {
  const known = useAnswer<Detail>(`/customers/${visitor}`);
  return (
    <Panel id="customer" title={t('customers.one')}>
      <button type="button" class="button-quiet panel-close" onClick={() => ask({ customer: '' })}>
        <Icon name="cross" />
        {t('customers.close')}
      </button>
      <Answered known={known}>
        {(detail) => (
          <div class="customer-detail">
            <Head {...detail} />
            <Worth {...detail} />
            <Consent {...detail} />
            <Habits {...detail} />
            <Bookings {...detail} />
            <Visits {...detail} />
            <a class="button-quiet" href={`./api/v1/customers/${visitor}/export`} download={`customer-${visitor}.json`}>
              {t('customers.export')}
            </a>
          </div>
        )}
      </Answered>
    </Panel>
  );
}
