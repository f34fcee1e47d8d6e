import type { AlertInboxView, InboxAlert } from '../../../gateway/http/contract-alerts.ts';
import { busyNow } from '../fixture-now.ts';
import type { AlertDeed, Answers } from '../fixture-server.ts';
import { NOW } from '../fixture-shop.ts';

const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const datesOf = (query: URLSearchParams): string[] => {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  return Array.from({ length: (to - from) / DAY_MS + 1 }, (_, i) => new Date(from + i * DAY_MS).toISOString().slice(0, 10));
};

function inboxAlert(id: string, minutesAgo: number, more: Partial<InboxAlert> = {}): InboxAlert {
  const known = busyNow().alerts.find((alert) => alert.id === id);
  const at = known?.at ?? NOW - minutesAgo * MINUTE;
  const place = { zone: null, epc: null, visit: null, device: null, why: [] };
  const state = { clearedAt: null, acknowledgedAt: null, acknowledgedBy: null, refutedAt: null, assignedTo: null, shelvedUntil: null };
  const own = { clearedBecause: null, acknowledgedWith: null, isRead: true, cause: null, notes: [] };
  return { id, type: 'unsold-exit', severity: 'critical', at, confidence: 0.9, ...place, ...state, ...known, ...own, ...more };
}

const about = (type: string, severity: InboxAlert['severity'], device: string, zone: string) => ({ type, severity, device, zone });

/** A silent reader with what follows from it, an exit, some that are over or put aside. */
const alerts = (): InboxAlert[] => [
  inboxAlert('a-32', 4, { isRead: false }),
  inboxAlert('a-31', 15, {
    isRead: false,
    assignedTo: 'ann',
    notes: [
      { at: NOW - 12 * MINUTE, user: 'mei', deed: 'assign', text: 'ann', until: null },
      { at: NOW - 10 * MINUTE, user: 'ann', deed: 'comment', text: 'Asked at the door: a stroller with our own tag.', until: null },
    ],
  }),
  inboxAlert('a-30', 20, { acknowledgedWith: 'screen was restarted' }),
  inboxAlert('s-1', 42, { ...about('device-silent', 'major', 'tea-reader', 'tea'), confidence: 1 }),
  inboxAlert('s-2', 41, { ...about('reference-tag-missing', 'minor', 'tea-reader', 'tea'), cause: 's-1' }),
  inboxAlert('s-3', 39, { ...about('antenna-quiet', 'minor', 'tea-reader', 'tea'), cause: 's-1' }),
  inboxAlert('s-4', 38, { ...about('stock-disagrees', 'warning', 'tea-reader', 'tea'), device: null, cause: 's-1' }),
  inboxAlert('b-1', 300, { ...about('battery-low', 'warning', 'door-counter', 'entrance'), shelvedUntil: NOW + DAY_MS }),
  inboxAlert('o-1', 700, { ...about('counter-stuck', 'minor', 'door-counter', 'entrance'), clearedAt: NOW - 640 * MINUTE }),
];

function changed(alert: InboxAlert, { deed, comment, text, to, until }: AlertDeed): InboxAlert {
  const read = { ...alert, isRead: true };
  if (deed === 'assign') return { ...read, assignedTo: to ?? null };
  if (deed === 'shelve') return { ...read, shelvedUntil: until ?? null };
  if (deed === 'comment') {
    return { ...read, notes: [...alert.notes, { at: NOW, user: 'mei', deed: 'comment', text: text ?? '', until: null }] };
  }
  if (deed !== 'ack') return read;
  const refutedAt = comment?.startsWith('false') ? NOW : null;
  return { ...read, acknowledgedAt: NOW, acknowledgedBy: 'mei', acknowledgedWith: comment || null, refutedAt };
}

/** The inbox after what was done; what nobody did anything to stays as it was. */
export function inboxAfter(deeds: readonly AlertDeed[], query: URLSearchParams): AlertInboxView {
  let after = alerts();
  for (const deed of deeds) after = after.map((alert) => (deed.ids.includes(alert.id) ? changed(alert, deed) : alert));
  const dates = datesOf(query);
  return {
    ...{ from: dates[0] ?? '', to: dates.at(-1) ?? '', user: 'mei', users: ['ann', 'mei'], isWhole: true },
    alerts: after,
    unread: after.filter(({ isRead }) => !isRead).length,
    rate: { perTenMinutes: 0.14, worst: { at: NOW - 40 * MINUTE, alerts: 3 } },
    days: dates.map((date) => {
      const n = Number(date.slice(8));
      return { date, critical: n % 3, major: n % 2, minor: (n * 3) % 5, warning: (n * 5) % 4, followed: n % 4 === 3 ? 6 : 1 };
    }),
  };
}

const empty = (query: URLSearchParams): AlertInboxView => ({
  ...inboxAfter([], query),
  ...{ alerts: [], unread: 0, rate: { perTenMinutes: 0, worst: null } },
  days: datesOf(query).map((date) => ({ date, critical: 0, major: 0, minor: 0, warning: 0, followed: 0 })),
});

export const alertsPage: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'alerts/inbox': (query) => inboxAfter([], query) },
  empty: { 'alerts/inbox': empty },
};
