import { useSignal } from '@preact/signals';
import type { VisitItem, VisitView } from '../../../gateway/http/contract.ts';
import { duration, minuteOf, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { clock } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { Chip, type Tone } from './chip.tsx';
import { Why } from './explanation.tsx';
import { Icon, type IconName } from './icon.tsx';
import { PageLink } from './page-link.tsx';
import { Empty, Panel } from './panel.tsx';

type Outcome = NonNullable<VisitItem['outcome']> | 'held';

const LOOK: Record<Outcome, { readonly tone: Tone; readonly icon: IconName }> = {
  held: { tone: 'info', icon: 'hand' },
  bought: { tone: 'good', icon: 'basket' },
  returned: { tone: 'plain', icon: 'back' },
  left: { tone: 'warn', icon: 'question' },
  taken: { tone: 'bad', icon: 'alert' },
  unknown: { tone: 'plain', icon: 'question' },
};
const FIRST_SHOWN = 6;

const whoIs = (visit: VisitView): string => (visit.visitor ? t('visits.member') : t('visits.anonymous'));

/** What changes the story of a visit. */
export const versionOf = ({ end, zone, items }: VisitView): string =>
  [end, zone, ...items.map((item) => `${item.outcome} ${item.confidence}`)].join(' ');

/** Who, how many, and the tier: as much as may be said of a visit without saying who the person is. */
export function VisitTitle({ visit }: { readonly visit: VisitView }) {
  return (
    <span class="visit-title">
      <span class="visit-who" title={visit.visitor ? t('visits.visitor', { id: visit.visitor.slice(0, 6) }) : undefined}>
        {whoIs(visit)}
      </span>
      {visit.tier && <Chip tone="info" text={visit.tier} />}
      <span class="visit-party">
        <Icon name="person" />
        {t('visits.party', { n: visit.party })}
      </span>
    </span>
  );
}

export const itemTitle = (item: VisitItem): string => (item.name ? pick(item.name, item.sku ?? '') : (item.sku ?? t('visits.unknownItem')));

function Item({ item }: { readonly item: VisitItem }) {
  const outcome = item.outcome ?? 'held';
  const name = itemTitle(item);
  return (
    <li class="visit-item" data-outcome={outcome}>
      <span class="visit-item-name">{name}</span>
      <Chip tone={LOOK[outcome].tone} icon={LOOK[outcome].icon} text={t(`outcome.${outcome}`)} />
      <span class="sure">
        <meter class="sure-bar" min={0} max={1} value={item.confidence} aria-hidden="true" />
        {t('confidence', { percent: percent(item.confidence) })}
      </span>
      <Why of={{ kind: 'items', id: item.epc }} version={`${outcome} ${item.confidence}`} what={name} label={t('why.item')} />
    </li>
  );
}

/** Items of a visit with what became of each, how sure that is, and why. */
export function VisitItems({ items }: { readonly items: readonly VisitItem[] }) {
  return (
    <ul class="visit-items">
      {items.map((item) => (
        <Item key={`${item.epc} ${item.from}`} item={item} />
      ))}
    </ul>
  );
}

function Visit({ visit }: { readonly visit: VisitView }) {
  const isOpen = visit.end === null;
  const stay = duration((visit.end ?? Math.max(clock.value, visit.start)) - visit.start);
  const when = visit.end === null ? minuteOf(visit.start) : `${minuteOf(visit.start)}–${minuteOf(visit.end)}`;
  return (
    <li class={isOpen ? 'visit is-open' : 'visit'} data-visit={visit.id}>
      <div class="visit-head">
        <VisitTitle visit={visit} />
        {isOpen ? (
          <Chip tone="good" text={visit.zone ? zoneName(visit.zone) : t('visits.open')} />
        ) : (
          <Chip tone="plain" text={t('visits.closed')} />
        )}
      </div>
      <p class="visit-when muted">
        <time>{when}</time> · {t('visits.stay', { duration: stay })} ·{' '}
        <PageLink to="visits" query={{ visit: visit.id }}>
          {t('visits.timeline')}
        </PageLink>
      </p>
      {visit.items.length === 0 ? (
        <p class="muted">{isOpen ? t('visits.noItems') : t('visits.noItemsClosed')}</p>
      ) : (
        <VisitItems items={visit.items} />
      )}
      <Why
        of={{ kind: 'visits', id: visit.id }}
        version={versionOf(visit)}
        what={t('visits.since', { who: whoIs(visit), time: minuteOf(visit.start) })}
        label={t('why.visit')}
      />
    </li>
  );
}

/** Open visits first, each list newest first. */
const openFirst = (visits: readonly VisitView[]): VisitView[] =>
  [...visits].sort((a, b) => Number(a.end !== null) - Number(b.end !== null) || (b.end ?? b.start) - (a.end ?? a.start));

export function Visits({ visits }: { readonly visits: readonly VisitView[] }) {
  const showAll = useSignal(false);
  const sorted = openFirst(visits);
  const shown = showAll.value ? sorted : sorted.slice(0, FIRST_SHOWN);
  const open = visits.filter((visit) => visit.end === null).length;
  const summary = visits.length > 0 ? t('visits.summary', { open, closed: visits.length - open }) : undefined;
  return (
    <Panel id="visits" title={t('visits.title')} summary={summary}>
      {visits.length === 0 && <Empty text={t('visits.empty')} />}
      <ul class="visits">
        {shown.map((visit) => (
          <Visit key={visit.id} visit={visit} />
        ))}
      </ul>
      {sorted.length > FIRST_SHOWN && (
        <button
          type="button"
          class="button-quiet more"
          aria-expanded={showAll.value}
          onClick={() => {
            showAll.value = !showAll.value;
          }}
        >
          {showAll.value ? t('visits.less') : t('visits.more', { n: sorted.length - FIRST_SHOWN })}
        </button>
      )}
    </Panel>
  );
}
