import type { AuditCheck, AuditEntry, AuditSums } from '../../../gateway/http/contract-actuator.ts';
import type { Answers } from '../fixture-server.ts';
import { NOW } from '../fixture-shop.ts';

const MINUTE = 60_000;

type Told = Partial<AuditEntry> & Pick<AuditEntry, 'kind'>;
const did = (deed: string, user: string | null, more: Partial<AuditEntry> = {}): Told => ({
  kind: 'did',
  deed,
  by: { kind: user === null ? 'console' : 'operator', id: '', user },
  outcome: 'done',
  ...more,
});
const LAMP = { device: 'shelf-lamp', channel: 0 } as const;

/** One morning, told from its end; it comes again and again below. */
const MORNING: readonly Told[] = [
  { kind: 'saved', device: 'store.yaml', by: { kind: 'operator', id: '', user: 'mei' }, detail: 'offers' },
  did('tag-unblocked', 'ann', { about: '3034F1A2B400000000000031', outcome: 'refused', detail: 'NOT_FOUND' }),
  { kind: 'answered', ...LAMP, command: 'u-41', toward: 'safe', outcome: 'done' },
  {
    kind: 'commanded',
    ...LAMP,
    command: 'u-41',
    toward: 'safe',
    reason: 'time-over',
    because: 'its time is over',
    action: { do: 'light', on: false, brightness: 0, color: null },
  },
  { kind: 'answered', ...LAMP, command: 'u-40', toward: 'use', outcome: 'unproved', detail: 'no state within 5 s' },
  {
    ...{ kind: 'commanded', ...LAMP, command: 'u-40', toward: 'use', reason: 'offer', because: 'an offer asked', attempt: 1 },
    ...{ by: { kind: 'offer', id: 'brew-it-well', user: null }, action: { do: 'light', on: true, brightness: 0.8, color: '#FFB347' } },
    until: NOW + 15_000,
  },
  {
    ...{ kind: 'barred', device: 'store-room-lock', channel: 1, reason: 'closed', because: 'the shop is closed' },
    ...{ by: { kind: 'operator', id: '', user: 'ben' }, action: { do: 'switch', on: true, channel: 1 } },
  },
  did('alerts-acknowledged', 'mei', { about: 'a-31, a-42' }),
  did('customer-booked', 'ann'),
  did('login', 'mei'),
  did('login-link-made', null, { about: 'mei' }),
  { kind: 'lost', device: 'siren', channel: 0 },
];
const ROUNDS = 7;
const ROWS = MORNING.length * ROUNDS;

const NOTHING = {
  ...{ device: '', channel: null, deed: null, about: null, command: null, toward: null, action: null, by: null, run: null },
  ...{ reason: null, because: null, until: null, attempt: null, outcome: null, detail: '', body: '{}' },
} as const;

const all = (): AuditEntry[] =>
  Array.from({ length: ROWS }, (_, i) => {
    const seq = ROWS - i;
    const told = MORNING[i % MORNING.length] ?? { kind: 'lost' };
    return {
      ...NOTHING,
      seq,
      event: told.kind === 'did' || told.kind === 'saved' ? 0 : 9_000 + seq,
      at: NOW - i * 17 * MINUTE,
      hash: (seq * 2_654_435_761).toString(16).padEnd(64, 'b3'),
      ...told,
    };
  });

const whoOf = ({ by }: AuditEntry): string | null => by && (by.user ?? by.id);
const outcomeOf = ({ outcome, kind }: AuditEntry): string | null => outcome ?? (kind === 'barred' ? 'barred' : null);

function list(query: URLSearchParams): AuditEntry[] {
  const is = (name: string, value: string | null): boolean => !query.has(name) || query.get(name) === value;
  const sought = query.get('text')?.toLowerCase() ?? '';
  return all()
    .filter((row) => row.seq < Number(query.get('before') ?? ROWS + 1))
    .filter((row) => is('who', whoOf(row)) && is('what', row.deed ?? row.kind) && is('outcome', outcomeOf(row)))
    .filter((row) => JSON.stringify(row).toLowerCase().includes(sought))
    .slice(0, Number(query.get('limit') ?? 100));
}

function sums(): AuditSums {
  const rows = all();
  const counted = (of: (row: AuditEntry) => string | null) =>
    [...Map.groupBy(rows, of)]
      .flatMap(([key, own]) => (key === null ? [] : [{ key, own, rows: own.length }]))
      .toSorted((a, b) => b.rows - a.rows);
  return {
    rows: ROWS,
    deeds: rows.filter(({ kind }) => kind === 'did' || kind === 'saved').length,
    commands: rows.filter(({ kind }) => kind === 'commanded').length,
    failed: rows.filter((row) => ['refused', 'unproved', 'barred'].includes(outcomeOf(row) ?? '')).length,
    who: counted(whoOf).map(({ key: id, own, rows: n }) => ({ kind: own[0]?.by?.kind ?? 'operator', id, rows: n })),
    what: counted((row) => row.deed ?? row.kind).map(({ key: what, rows: n }) => ({ what, rows: n })),
    outcomes: counted(outcomeOf).map(({ key: outcome, rows: n }) => ({ outcome, rows: n })),
  };
}

export const WHOLE: AuditCheck = { rows: ROWS, deletedUpTo: 0, headSeq: ROWS, headHash: 'c4'.repeat(32), broken: null, isHeadKnown: null };
const NO_SUMS: AuditSums = { rows: 0, deeds: 0, commands: 0, failed: 0, who: [], what: [], outcomes: [] };

export const auditPage: { readonly busy: Answers; readonly empty: Answers } = {
  busy: {
    'audit/sums': sums,
    audit: list,
    'audit/check': (query): AuditCheck => ({ ...WHOLE, isHeadKnown: query.has('head') ? query.get('head') === WHOLE.headHash : null }),
  },
  empty: { 'audit/sums': () => NO_SUMS, audit: () => [], 'audit/check': () => ({ ...WHOLE, rows: 0, headSeq: 0 }) },
};
