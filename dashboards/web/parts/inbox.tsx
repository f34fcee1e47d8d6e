import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AlertInboxView, InboxAlert } from '../../../gateway/http/contract-alerts.ts';
import { ago, dateTimeOf, percent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { arrange, type Rolled, rolledUp, stateOf, wishOf } from '../state/desk.ts';
import { saveSheet } from '../state/download.ts';
import { clock } from '../state/model.ts';
import { ask, query } from '../state/place.ts';
import { alertTitle, LOOK, versionOf, whereIs } from './alerts.tsx';
import { Chip } from './chip.tsx';
import { Explanation } from './explanation.tsx';
import { Deeds } from './inbox-deeds.tsx';
import { byUrgency } from './kpis.tsx';
import { Empty, Panel } from './panel.tsx';

type Note = InboxAlert['notes'][number];

function deedText({ user: who, deed, text, until }: Note): string {
  switch (deed) {
    case 'comment':
      return t('desk.deed.comment', { who, text: text ?? '' });
    case 'assign':
      return text === null ? t('desk.deed.unassign', { who }) : t('desk.deed.assign', { who, to: text });
    default:
      return until === null ? t('desk.deed.unshelve', { who }) : t('desk.deed.shelve', { who, until: dateTimeOf(until) });
  }
}

/** The acknowledgement is one of the things that were done, though it is kept with the alert itself. */
function acknowledgement({ acknowledgedAt, acknowledgedBy, acknowledgedWith, refutedAt }: InboxAlert) {
  if (acknowledgedAt === null) return [];
  const who = acknowledgedBy ?? '–';
  const isDenial = refutedAt === acknowledgedAt;
  const text = isDenial
    ? t('desk.deed.denied', { who })
    : acknowledgedWith
      ? t('desk.deed.ackWith', { who, text: acknowledgedWith })
      : t('desk.deed.ack', { who });
  return [{ at: acknowledgedAt, text }];
}

/** Who said and did what, in the order in which it happened. */
function Thread({ alert }: { readonly alert: InboxAlert }) {
  const said = [...alert.notes.map((note) => ({ at: note.at, text: deedText(note) })), ...acknowledgement(alert)];
  if (said.length === 0) return null;
  return (
    <div class="thread">
      <p>{t('desk.said')}</p>
      <ol>
        {said
          .toSorted((a, b) => a.at - b.at)
          .map(({ at, text }) => (
            <li key={`${at} ${text}`}>
              <time class="muted">{dateTimeOf(at)}</time> {text}
            </li>
          ))}
      </ol>
    </div>
  );
}

function Marks({ alert }: { readonly alert: InboxAlert }) {
  const aside = stateOf(alert) === 'aside' ? alert.shelvedUntil : null;
  return (
    <>
      {!alert.isRead && <Chip tone="info" text={t('desk.new')} />}
      {alert.assignedTo !== null && <Chip tone="plain" icon="person" text={t('desk.assigned', { who: alert.assignedTo })} />}
      {aside !== null && <Chip tone="plain" icon="pause" text={t('desk.aside', { time: dateTimeOf(aside) })} />}
      {alert.refutedAt !== null && <Chip tone="plain" text={t('alerts.false')} />}
      {alert.acknowledgedAt !== null && alert.refutedAt === null && (
        <Chip tone="good" icon="check" text={t(`desk.state.${alert.clearedAt === null ? 'seen' : 'done'}`)} />
      )}
      {alert.clearedAt !== null && <Chip tone="plain" text={t('alerts.cleared', { time: dateTimeOf(alert.clearedAt) })} />}
    </>
  );
}

function Followers({ followers }: Pick<Rolled, 'followers'>) {
  if (followers.length === 0) return null;
  return (
    <ul class="followers">
      {followers.map((alert) => (
        <li key={alert.id} data-follower={alert.id}>
          <time class="muted">{dateTimeOf(alert.at)}</time> {alertTitle(alert)} <span class="muted">{whereIs(alert)}</span>
        </li>
      ))}
    </ul>
  );
}

interface RowProps {
  readonly rolled: Rolled;
  readonly users: AlertInboxView['users'];
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onDone: () => void;
}

/** Opened: why it was raised, what follows from it, and who did what about it. */
function Details({ rolled, users, onDone }: Pick<RowProps, 'rolled' | 'users' | 'onDone'>) {
  const { alert, followers } = rolled;
  useEffect(() => {
    if (!alert.isRead) void arrange([alert.id], { deed: 'read' }).then(onDone);
  }, [alert.id]);
  return (
    <div class="alert-details">
      <Explanation of={{ kind: 'alerts', id: alert.id }} version={versionOf(alert)} />
      <Followers followers={followers} />
      <Thread alert={alert} />
      <Deeds chosen={[rolled]} users={users} onDone={onDone} />
    </div>
  );
}

function InboxRow({ rolled, users, isOpen, isChosen, onChoose, onDone }: RowProps) {
  const { alert, followers } = rolled;
  const what = alertTitle(alert);
  const label = isOpen ? t('desk.close') : t('desk.open');
  const isQuiet = stateOf(alert) !== 'wanting';
  const place = [whereIs(alert), t('confidence', { percent: percent(alert.confidence) })].filter(Boolean).join(' · ');
  return (
    <li class={`alert inbox-row severity-${alert.severity}${isQuiet ? ' is-quiet' : ''}`} data-alert={alert.id}>
      <input
        type="checkbox"
        checked={isChosen}
        onChange={onChoose}
        aria-label={t('desk.choose', { what: `${what}, ${dateTimeOf(alert.at)}` })}
      />
      <div class="inbox-body">
        <div class="inbox-marks">
          <Chip tone={LOOK[alert.severity].tone} icon={LOOK[alert.severity].icon} text={t(`severity.${alert.severity}`)} />
          <Marks alert={alert} />
          <span class="muted inbox-time">
            <time>{dateTimeOf(alert.at)}</time> · {ago(clock.value - alert.at)}
          </span>
        </div>
        <h3 class={alert.isRead ? '' : 'is-unread'}>{what}</h3>
        <p class="muted">{place}</p>
        <button
          type="button"
          class="button-quiet"
          aria-expanded={isOpen}
          aria-label={t('desk.of', { label, what, time: dateTimeOf(alert.at) })}
          onClick={() => ask({ alert: isOpen ? '' : alert.id })}
        >
          {label}
        </button>
        {followers.length > 0 && <span class="inbox-follow">{t('desk.follow', { n: followers.length })}</span>}
        {isOpen && <Details rolled={rolled} users={users} onDone={onDone} />}
      </div>
    </li>
  );
}

function saveCsv(rows: readonly Rolled[]): void {
  const all = rows.flatMap(({ alert, followers }) => [alert, ...followers]);
  saveSheet('alerts', {
    head: ['csv.at', 'severity', 'csv.what', 'csv.where', 'csv.over', 'csv.by', 'whose'].map((key) => t(`desk.${key}` as 'desk.csv.at')),
    rows: all.map((alert) => [
      dateTimeOf(alert.at),
      t(`severity.${alert.severity}`),
      alertTitle(alert),
      whereIs(alert),
      alert.clearedAt === null ? null : dateTimeOf(alert.clearedAt),
      alert.acknowledgedBy,
      alert.assignedTo,
    ]),
  });
}

/** All alerts that are wished for, the gravest first while they want somebody; one or many can be dealt with. */
export function Inbox({ inbox, onDone }: { readonly inbox: AlertInboxView; readonly onDone: () => void }) {
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const wish = wishOf(query.value);
  const rolled = rolledUp(inbox, wish);
  const order = wish.state === 'wanting' ? byUrgency(rolled.map(({ alert }) => alert)) : rolled.map(({ alert }) => alert);
  const byId = new Map(rolled.map((one) => [one.alert.id, one]));
  const rows = order.flatMap(({ id }) => byId.get(id) ?? []);
  const marked = rows.filter(({ alert }) => chosen.value.has(alert.id));
  const toggle = (id: string) => {
    const next = new Set(chosen.value);
    if (!next.delete(id)) next.add(id);
    chosen.value = next;
  };
  const isAll = rows.length > 0 && marked.length === rows.length;
  return (
    <Panel id="inbox" title={t('desk.list')} summary={t('desk.count', { n: rows.length })}>
      {rows.length === 0 ? (
        <Empty text={t('desk.nothing')} />
      ) : (
        <>
          <div class="inbox-tools">
            <label>
              <input
                type="checkbox"
                checked={isAll}
                onChange={() => {
                  chosen.value = new Set(isAll ? [] : rows.map(({ alert }) => alert.id));
                }}
              />{' '}
              {t('desk.chooseAll')}
            </label>
            <button
              type="button"
              class="button-quiet"
              aria-label={t('chart.csvOf', { what: t('desk.list') })}
              onClick={() => saveCsv(rows)}
            >
              CSV
            </button>
          </div>
          {marked.length > 0 && (
            <section class="inbox-chosen" aria-label={t('desk.chosen', { n: marked.length })}>
              <p>{t('desk.chosen', { n: marked.length })}</p>
              <Deeds chosen={marked} users={inbox.users} onDone={onDone} />
            </section>
          )}
          <ul class="alerts">
            {rows.map((one) => (
              <InboxRow
                key={one.alert.id}
                rolled={one}
                users={inbox.users}
                isOpen={wish.open === one.alert.id}
                isChosen={chosen.value.has(one.alert.id)}
                onChoose={() => toggle(one.alert.id)}
                onDone={onDone}
              />
            ))}
          </ul>
        </>
      )}
      {!inbox.isWhole && <p class="muted">{t('desk.cut')}</p>}
    </Panel>
  );
}
