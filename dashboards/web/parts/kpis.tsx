import type { AlertView, NowView } from '../../../gateway/http/contract.ts';
import { number } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { clock, offers, store } from '../state/model.ts';
import { openVisits } from '../state/names.ts';
import { FormulaButton } from './formula.tsx';
import { Icon, type IconName } from './icon.tsx';

interface Figure {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly value: string;
  readonly aside?: string;
  readonly sub: string;
  readonly isUrgent?: boolean;
  /** The part of the page that tells more. */
  readonly leadsTo: string;
  /** Ids of its metrics. */
  readonly of: readonly string[];
}

const RANK: Record<AlertView['severity'], number> = { critical: 0, major: 1, minor: 2, warning: 3 };

/** Alerts that still want somebody: not over, not acknowledged, not put aside. */
export const wanting = <A extends AlertView>(alerts: readonly A[]): readonly A[] =>
  alerts.filter(
    ({ clearedAt, acknowledgedAt, shelvedUntil }) => clearedAt === null && acknowledgedAt === null && (shelvedUntil ?? 0) <= clock.value,
  );

/** From most to least urgent, newest first among equals. */
export const byUrgency = <A extends AlertView>(alerts: readonly A[]): A[] =>
  [...alerts].sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.at - a.at);

/** Null while the offers are still asked for: the newest decisions would make a smaller sum. */
function offersToday() {
  if (offers.value === null) return null;
  const totals = { sent: 0, shown: 0, control: 0 };
  for (const { today } of offers.value) {
    totals.sent += today.selected;
    totals.shown += today.shown;
    totals.control += today.control;
  }
  return totals;
}

function peopleFigure({ footfall }: NowView): Figure {
  const limit = store.value?.occupancyLimit ?? null;
  const aside = footfall.uncertainty < 0.5 ? {} : { aside: `±${number(footfall.uncertainty)}` };
  return {
    id: 'people',
    leadsTo: 'plan',
    of: ['occupancy'],
    icon: 'person',
    label: t('kpi.people'),
    value: number(footfall.occupancy),
    ...aside,
    sub: limit === null ? t('kpi.people.sub') : t('kpi.people.limit', { n: limit }),
    isUrgent: limit !== null && footfall.occupancy >= limit,
  };
}

function figuresOf(picture: NowView): readonly Figure[] {
  const visits = openVisits.value;
  const holding = visits.filter((visit) => visit.items.some((item) => item.outcome === null));
  const inHands = holding.reduce((sum, visit) => sum + visit.items.filter((item) => item.outcome === null).length, 0);
  const today = offersToday();
  const open = wanting(picture.alerts);
  const worst = byUrgency(open)[0];
  const { footfall } = picture;
  return [
    peopleFigure(picture),
    {
      id: 'entries',
      leadsTo: 'footfall',
      of: ['traffic_in', 'traffic_out'],
      icon: 'door',
      label: t('kpi.entries'),
      value: number(footfall.in),
      sub: t('kpi.entries.sub', { n: footfall.out }),
    },
    {
      id: 'visits',
      leadsTo: 'visits',
      of: ['visit'],
      icon: 'clock',
      label: t('kpi.visits'),
      value: number(visits.length),
      sub: t('kpi.visits.sub', { n: visits.filter((visit) => visit.visitor !== null).length }),
    },
    {
      id: 'hands',
      leadsTo: 'visits',
      of: ['items_held'],
      icon: 'hand',
      label: t('kpi.hands'),
      value: number(inHands),
      sub: t('kpi.hands.sub', { n: holding.length }),
    },
    {
      id: 'offers',
      leadsTo: 'offers',
      of: ['impressions'],
      icon: 'offer',
      label: t('kpi.offers'),
      value: today === null ? '–' : t('kpi.offers.value', { shown: today.shown, sent: today.sent }),
      sub: today === null ? '' : t('kpi.offers.sub', { n: today.control }),
    },
    {
      id: 'alerts',
      leadsTo: 'alerts',
      of: ['alerts_wanting'],
      icon: 'alert',
      label: t('kpi.alerts'),
      value: number(open.length),
      sub: worst ? t('kpi.alerts.worst', { severity: t(`severity.${worst.severity}`) }) : t('kpi.alerts.none'),
      isUrgent: worst?.severity === 'critical' || worst?.severity === 'major',
    },
  ];
}

export function Kpis({ picture }: { readonly picture: NowView }) {
  return (
    <section class="kpis" aria-label={t('kpi.title')}>
      {figuresOf(picture).map((figure) => (
        <div key={figure.id} class={figure.isUrgent ? 'kpi is-urgent' : 'kpi'} data-kpi={figure.id}>
          <div class="figure-head">
            <h2 class="kpi-label">
              <Icon name={figure.icon} />
              <a href={`#${figure.leadsTo}-title`}>{figure.label}</a>
            </h2>
            <FormulaButton of={figure.of} label={figure.label} />
          </div>
          <p class="kpi-value">
            {figure.value}
            {figure.aside && <span class="kpi-aside">{figure.aside}</span>}
          </p>
          <p class="kpi-sub">{figure.sub}</p>
        </div>
      ))}
    </section>
  );
}
