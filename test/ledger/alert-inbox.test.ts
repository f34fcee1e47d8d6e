import { expect, test } from 'vitest';
import { alertInboxView } from '../../gateway/http/contract-alerts.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TODAY = { from: '2026-11-23', to: '2026-11-23' };

/** A ledger with three operators, at ten in the morning. */
function deskWith(told: readonly Told[]) {
  let now = NINE + HOUR;
  const opened = openLedger({ file: ':memory:', clock: () => now });
  let next = 1;
  const tell = (more: readonly Told[]): void => {
    opened.ledger.commit(commitOf(next, events(more, next)));
    next += more.length;
  };
  for (const user of ['mei', 'ann', 'lee']) opened.access.createLoginToken(user, 5);
  tell(told);
  return {
    desk: opened.alertDesk,
    ledger: opened,
    tell,
    pass: (ms: number) => {
      now += ms;
    },
    inbox: (user = 'mei', asked: { from?: string; to?: string } = TODAY) =>
      alertInboxView.strict().parse(opened.queries(CATALOGUE).alertInbox(asked, user)),
  };
}
const raised = (alert: string, at: number, more = {}): Told => [
  'alert.raised',
  { alert, at, epc: alert, visit: null, zone: alert, ...more },
];

test('shows the days that were asked for and everything that still stands, the newest first', () => {
  const { inbox } = deskWith([
    raised('over', NINE - DAY),
    ['alert.cleared', { alert: 'over', at: NINE - DAY + MINUTE }],
    raised('standing', NINE - DAY + HOUR),
    raised('today', NINE),
  ]);
  expect(inbox().alerts.map(({ id }) => id)).toEqual(['today', 'standing']);
  expect(inbox('mei', { from: '2026-11-22', to: '2026-11-23' }).alerts.map(({ id }) => id)).toEqual(['today', 'standing', 'over']);
  expect(inbox()).toMatchObject({ user: 'mei', users: ['ann', 'lee', 'mei'], unread: 2, isWhole: true });
});

test('what one operator has read is news to the other; who does something with it has read it', () => {
  const { inbox, desk } = deskWith([raised('a', NINE), raised('b', NINE + 1)]);
  desk.read(['a'], 'mei');
  desk.comment(['b'], 'ann', 'I have a look');
  expect(inbox('mei').alerts.map(({ id, isRead }) => [id, isRead])).toEqual([
    ['b', false],
    ['a', true],
  ]);
  expect([inbox('mei').unread, inbox('ann').unread]).toEqual([1, 1]);
  expect(inbox().alerts[0]?.notes).toEqual([{ at: NINE + HOUR, user: 'ann', deed: 'comment', text: 'I have a look', until: null }]);
});

test('the last word on who has it and until when it is put aside holds; every word is kept with who said it', () => {
  const { inbox, desk, pass } = deskWith([raised('a', NINE)]);
  desk.assign(['a'], 'mei', 'ann');
  desk.shelve(['a'], 'ann', NINE + 3 * HOUR);
  const [shelved] = inbox().alerts;
  expect([shelved?.assignedTo, shelved?.shelvedUntil, inbox('lee').unread]).toEqual(['ann', NINE + 3 * HOUR, 0]);
  pass(2 * HOUR);
  expect(inbox('lee').unread, 'its time is over').toBe(1);
  desk.assign(['a'], 'ann', null);
  desk.shelve(['a'], 'mei', null);
  const [back] = inbox().alerts;
  expect([back?.assignedTo, back?.shelvedUntil]).toEqual([null, null]);
  expect(back?.notes.map(({ user, deed }) => `${user} ${deed}`)).toEqual(['mei assign', 'ann shelve', 'ann assign', 'mei shelve']);
});

test('an alert that is raised again is news to all, nobody has it, and it is not put aside', () => {
  const { inbox, desk, tell } = deskWith([raised('a', NINE)]);
  desk.assign(['a'], 'mei', 'mei');
  desk.shelve(['a'], 'mei', NINE + 5 * HOUR);
  tell([raised('a', NINE + 2 * HOUR)]);
  expect(inbox().alerts[0]).toMatchObject({ assignedTo: null, shelvedUntil: null, isRead: false });
  expect(inbox().alerts[0]?.notes).toHaveLength(2);
});

test('refuses what is not there, and then does nothing at all', () => {
  const { inbox, desk } = deskWith([raised('a', NINE)]);
  expect(() => desk.comment(['a', 'gone'], 'mei', 'hm')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  expect(() => desk.assign(['a'], 'mei', 'stranger')).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  for (const until of [NINE, NINE + 40 * DAY]) {
    expect(() => desk.shelve(['a'], 'mei', until)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  }
  expect(inbox().alerts[0]).toMatchObject({ notes: [], isRead: false });
});

test('counts what a person had to look at: what follows from another is rolled up and not counted', () => {
  const { inbox } = deskWith([
    ['alert.raised', { alert: 's', at: NINE, about: 'device-silent', severity: 'major', device: 'r', zone: null, epc: null, visit: null }],
    [
      'alert.raised',
      { alert: 'q', at: NINE + 1, about: 'antenna-quiet', severity: 'minor', device: 'r', zone: null, epc: null, visit: null },
    ],
    raised('x', NINE + 2 * MINUTE, { severity: 'critical' }),
    ['alert.acknowledged', { alert: 'x', at: NINE + 3 * MINUTE, comment: 'false: a stroller' }],
  ]);
  const { alerts, rate, days } = inbox();
  expect(alerts.find(({ id }) => id === 'q')?.cause).toBe('s');
  expect(alerts.find(({ id }) => id === 'x')).toMatchObject({ acknowledgedWith: 'false: a stroller', refutedAt: NINE + 3 * MINUTE });
  expect(days).toEqual([{ date: '2026-11-23', critical: 1, major: 1, minor: 0, warning: 0, followed: 1 }]);
  // Ten o'clock: sixty slices of ten minutes since midnight, two alerts.
  expect(rate).toEqual({ perTenMinutes: 2 / 60, worst: { at: NINE, alerts: 2 } });
});

test('what was said of an alert goes with it when it is deleted', async () => {
  const { ledger, desk, inbox } = deskWith([
    raised('old', NINE - DAY),
    ['alert.cleared', { alert: 'old', at: NINE - DAY + MINUTE }],
    raised('kept', NINE),
  ]);
  desk.comment(['old', 'kept'], 'mei', 'seen');
  const expired = await ledger.expire({ visitDays: 1, now: NINE + 3 * DAY });
  expect(expired).toMatchObject({ alerts: 1, alert_notes: 1, alert_reads: 1 });
  expect(inbox('mei', { from: '2026-11-20', to: '2026-11-23' }).alerts.map(({ id, notes }) => [id, notes.length])).toEqual([['kept', 1]]);
});
