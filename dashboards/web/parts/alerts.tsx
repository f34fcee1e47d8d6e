import { useSignal } from '@preact/signals';
import type { AlertView } from '../../../gateway/http/contract.ts';
import { ago, minuteOf, percent } from '../i18n/format.ts';
import { t, tOr } from '../i18n/translate.ts';
import { acknowledge } from '../state/actions.ts';
import { canBeFalse } from '../state/alarms.ts';
import { clock } from '../state/model.ts';
import { deviceName, itemName, productOfGtin, zoneName } from '../state/names.ts';
import { BlockedTags } from './blocked-tags.tsx';
import { Chip, type Tone } from './chip.tsx';
import { Explanation } from './explanation.tsx';
import type { IconName } from './icon.tsx';
import { byUrgency, wanting } from './kpis.tsx';
import { PageLink } from './page-link.tsx';
import { Empty, Panel } from './panel.tsx';

export const LOOK: Record<AlertView['severity'], { readonly tone: Tone; readonly icon: IconName }> = {
  critical: { tone: 'bad', icon: 'alert' },
  major: { tone: 'bad', icon: 'alert' },
  minor: { tone: 'warn', icon: 'alert' },
  warning: { tone: 'info', icon: 'clock' },
};
const MAX_ROWS = 10;

export const alertTitle = (alert: AlertView): string => tOr(`alert.${alert.type}`, alert.type);

/** The product of an alert: by a visit that held it, else by the GTIN that its evidence names, else the end of the EPC. */
function productIn(alert: AlertView): string {
  if (!alert.epc) return '';
  const gtin = alert.why.map((entry) => entry.facts.gtin).find((value) => typeof value === 'string');
  return (typeof gtin === 'string' && productOfGtin(gtin)) || itemName(alert.epc);
}

/** What changes the story of an alert. */
export const versionOf = ({ at, clearedAt, acknowledgedAt }: AlertView): string => `${at} ${clearedAt} ${acknowledgedAt}`;

export const whereIs = (alert: AlertView): string =>
  [zoneName(alert.zone), deviceName(alert.device), productIn(alert)].filter(Boolean).join(' · ');

/** What an operator can say of an alert: that somebody has seen it, or that it was none. */
function Answers({ alert }: { readonly alert: AlertView }) {
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const send = async (isFalse: boolean) => {
    isBusy.value = true;
    problem.value = await acknowledge(alert.id, isFalse);
    isBusy.value = false;
  };
  const what = alertTitle(alert);
  const isSeen = alert.acknowledgedAt !== null;
  const isDeniable = canBeFalse(alert.type) && alert.refutedAt === null;
  if (isSeen && !isDeniable) return null;
  return (
    <div class="alert-action">
      {!isSeen && (
        <button
          type="button"
          class="button"
          disabled={isBusy.value}
          aria-label={t('alerts.ackOf', { what })}
          onClick={() => void send(false)}
        >
          {t('alerts.ack')}
        </button>
      )}
      {isDeniable && (
        <button
          type="button"
          class="button-quiet"
          disabled={isBusy.value}
          aria-label={t('alerts.falseOf', { what })}
          onClick={() => void send(true)}
        >
          {t('alerts.false')}
        </button>
      )}
      {problem.value !== null && <p role="alert">{t('alerts.ackFailed', { detail: problem.value })}</p>}
    </div>
  );
}

function Alert({ alert }: { readonly alert: AlertView }) {
  const isWanting = alert.clearedAt === null && alert.acknowledgedAt === null;
  return (
    <li class={`alert severity-${alert.severity}${isWanting ? '' : ' is-quiet'}`} data-alert={alert.id}>
      <div class="alert-head">
        <Chip tone={LOOK[alert.severity].tone} icon={LOOK[alert.severity].icon} text={t(`severity.${alert.severity}`)} />
        <time class="muted">{ago(clock.value - alert.at)}</time>
      </div>
      <h3>{alertTitle(alert)}</h3>
      <p class="muted">{[whereIs(alert), t('confidence', { percent: percent(alert.confidence) })].filter(Boolean).join(' · ')}</p>
      <Explanation of={{ kind: 'alerts', id: alert.id }} version={versionOf(alert)} hasClaims={false} />
      {alert.clearedAt !== null && <p class="muted">{t('alerts.cleared', { time: minuteOf(alert.clearedAt) })}</p>}
      {alert.acknowledgedAt !== null && (
        <p class="muted">{t('alerts.acked', { who: alert.acknowledgedBy ?? '–', time: minuteOf(alert.acknowledgedAt) })}</p>
      )}
      {alert.refutedAt !== null && <p class="muted">{t('alerts.refuted', { time: minuteOf(alert.refutedAt) })}</p>}
      <Answers alert={alert} />
    </li>
  );
}

/** Tells assistive technology about the newest alert that wants somebody; says nothing again when only ages change. */
function Announcement({ alerts }: { readonly alerts: readonly AlertView[] }) {
  const newest = wanting(alerts).toSorted((a, b) => b.at - a.at)[0];
  const text = newest ? t('alerts.new', { severity: t(`severity.${newest.severity}`), what: alertTitle(newest) }) : '';
  return (
    <p class="visually-hidden" role="status" aria-live="polite" data-announce={newest?.id ?? ''}>
      {text}
    </p>
  );
}

/** Each says why at length: a bad hour must not push the rest of the page out of sight. */
const FIRST_SHOWN = 3;

/** What wants somebody first, then what is acknowledged or over. */
export function Alerts({ alerts }: { readonly alerts: readonly AlertView[] }) {
  const open = wanting(alerts);
  const quiet = alerts.filter((alert) => !open.includes(alert));
  const rows = [...byUrgency(open), ...quiet.toSorted((a, b) => b.at - a.at)].slice(0, MAX_ROWS);
  const showAll = useSignal(false);
  return (
    <Panel id="alerts" title={t('alerts.title')} summary={open.length > 0 ? t('alerts.summary', { n: open.length }) : undefined}>
      <Announcement alerts={alerts} />
      {rows.length === 0 && <Empty text={t('alerts.none')} />}
      <ul class="alerts">
        {(showAll.value ? rows : rows.slice(0, FIRST_SHOWN)).map((alert) => (
          <Alert key={alert.id} alert={alert} />
        ))}
      </ul>
      {rows.length > FIRST_SHOWN && (
        <div class="alerts-more">
          <button
            type="button"
            class="button-quiet"
            aria-expanded={showAll.value}
            onClick={() => {
              showAll.value = !showAll.value;
            }}
          >
            {showAll.value ? t('visits.less') : t('visits.more', { n: rows.length - FIRST_SHOWN })}
          </button>
          <PageLink to="alerts">{t('alerts.all')}</PageLink>
        </div>
      )}
      <BlockedTags />
    </Panel>
  );
}
