import { useSignal } from '@preact/signals';
import type { AlertView } from '../../../gateway/http/contract.ts';
import { ago, minuteOf, percent } from '../i18n/format.ts';
import { evidenceText, factText, t, tOr } from '../i18n/translate.ts';
import { acknowledge } from '../state/actions.ts';
import { clock } from '../state/model.ts';
import { deviceName, itemName, productOfGtin, zoneName } from '../state/names.ts';
import { Chip, type Tone } from './chip.tsx';
import type { IconName } from './icon.tsx';
import { byUrgency, wanting } from './kpis.tsx';
import { Empty, Panel } from './panel.tsx';

type Evidence = AlertView['why'][number];

const LOOK: Record<AlertView['severity'], { readonly tone: Tone; readonly icon: IconName }> = {
  critical: { tone: 'bad', icon: 'alert' },
  major: { tone: 'bad', icon: 'alert' },
  minor: { tone: 'warn', icon: 'alert' },
  warning: { tone: 'info', icon: 'clock' },
};
const MAX_ROWS = 10;

const alertTitle = (alert: AlertView): string => tOr(`alert.${alert.type}`, alert.type);

/** Facts whose values are ids of zones. */
const ZONE_FACTS = new Set(['zone', 'here', 'there', 'from', 'to']);

function factLine(key: string, value: string | number): string {
  if (typeof value === 'number') return key === 'lastRead' ? minuteOf(value) : factText(key, value);
  if (key === 'device') return deviceName(value);
  if (key === 'gtin') return factText(key, productOfGtin(value) || value);
  return factText(key, ZONE_FACTS.has(key) ? zoneName(value) : value);
}

/** One reason as a sentence with its facts; ids of zones, devices and products become their names. */
function evidenceLine({ code, facts }: Evidence): string {
  const words = Object.entries(facts).map(([key, value]) => factLine(key, value));
  return words.length > 0 ? `${evidenceText(code)} (${words.join(', ')})` : evidenceText(code);
}

/** What speaks for the alert, strongest first, and what spoke against it. */
function Why({ why }: { readonly why: readonly Evidence[] }) {
  const sorted = why.toSorted((a, b) => Math.abs(b.nats) - Math.abs(a.nats));
  const speaksFor = sorted.filter((entry) => entry.nats >= 0).map(evidenceLine);
  const speaksAgainst = sorted.filter((entry) => entry.nats < 0).map(evidenceLine);
  return (
    <>
      {speaksFor.length > 0 && <p class="alert-why">{`${t('alerts.because')}: ${speaksFor.join('; ')}`}</p>}
      {speaksAgainst.length > 0 && <p class="alert-why muted">{`${t('alerts.although')}: ${speaksAgainst.join('; ')}`}</p>}
    </>
  );
}

/** The product of an alert: by a visit that held it, else by the GTIN that its evidence names, else the end of the EPC. */
function productIn(alert: AlertView): string {
  if (!alert.epc) return '';
  const gtin = alert.why.map((entry) => entry.facts.gtin).find((value) => typeof value === 'string');
  return (typeof gtin === 'string' && productOfGtin(gtin)) || itemName(alert.epc);
}

const whereIs = (alert: AlertView): string =>
  [zoneName(alert.zone), deviceName(alert.device), productIn(alert)].filter(Boolean).join(' · ');

function AckButton({ alert }: { readonly alert: AlertView }) {
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const send = async () => {
    isBusy.value = true;
    problem.value = await acknowledge(alert.id);
    isBusy.value = false;
  };
  return (
    <div class="alert-action">
      <button
        type="button"
        class="button"
        disabled={isBusy.value}
        aria-label={t('alerts.ackOf', { what: alertTitle(alert) })}
        onClick={send}
      >
        {t('alerts.ack')}
      </button>
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
      <Why why={alert.why} />
      {alert.clearedAt !== null && <p class="muted">{t('alerts.cleared', { time: minuteOf(alert.clearedAt) })}</p>}
      {alert.acknowledgedAt !== null && (
        <p class="muted">{t('alerts.acked', { who: alert.acknowledgedBy ?? '–', time: minuteOf(alert.acknowledgedAt) })}</p>
      )}
      {alert.acknowledgedAt === null && <AckButton alert={alert} />}
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

/** What wants somebody first, then what is acknowledged or over. */
export function Alerts({ alerts }: { readonly alerts: readonly AlertView[] }) {
  const open = wanting(alerts);
  const quiet = alerts.filter((alert) => !open.includes(alert));
  const rows = [...byUrgency(open), ...quiet.toSorted((a, b) => b.at - a.at)].slice(0, MAX_ROWS);
  return (
    <Panel id="alerts" title={t('alerts.title')} summary={open.length > 0 ? t('alerts.summary', { n: open.length }) : undefined}>
      <Announcement alerts={alerts} />
      {rows.length === 0 && <Empty text={t('alerts.none')} />}
      <ul class="alerts">
        {rows.map((alert) => (
          <Alert key={alert.id} alert={alert} />
        ))}
      </ul>
    </Panel>
  );
}
