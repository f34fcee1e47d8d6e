import type { DomainEvent } from '../../../gateway/domain/events.ts';
import type { NamedShop } from '../../../gateway/explain/shop-names.ts';
import type { Story } from '../../../gateway/explain/story.ts';
import type {
  AlertDetail,
  AlertView,
  AvailabilityView,
  BlockedTagView,
  DeviceView,
  ItemView,
  LedgerView,
  MisplacedView,
  NowView,
  OfferShownView,
  OfferView,
  PendingDeviceView,
  RefillView,
  ShelfView,
  StoreView,
  VisitDetail,
  VisitView,
  ZoneView,
} from '../../../gateway/http/contract.ts';
import type { AccuracyView } from '../../../gateway/http/contract-accuracy.ts';
import type { AuditCheck, AuditRow, AuditSums } from '../../../gateway/http/contract-actuator.ts';
import type { AlertInboxView } from '../../../gateway/http/contract-alerts.ts';
import type { HoldoutResults, OfferDay, OfferResults } from '../../../gateway/http/contract-experiment.ts';
import type { FeedbackAnswer, FeedbackView } from '../../../gateway/http/contract-feedback.ts';
import type { FootfallSpanView } from '../../../gateway/http/contract-footfall.ts';
import type { FunnelView, ReplayView, WaysView, ZoneFiguresView } from '../../../gateway/http/contract-journey.ts';
import type { LossView } from '../../../gateway/http/contract-loss.ts';
import type { OfferFiguresView } from '../../../gateway/http/contract-offers.ts';
import type { AssociationsView } from '../../../gateway/http/contract-recommend.ts';
import type { AvailabilityDaysView } from '../../../gateway/http/contract-shelves.ts';
import type { BrandView, Statement } from '../../../gateway/http/contract-statement.ts';
import type { VisitRow, VisitSums } from '../../../gateway/http/contract-visits.ts';

/** One believable answer per part of the API, times from 2026-03-02T09:00Z. */
export const AT = Date.UTC(2026, 2, 2, 9);
export const EPC = '30340789000C0FC0000003E9';

export const storeFake: StoreView = {
  id: 'corner',
  name: { en: 'Corner shop' },
  timezone: 'Asia/Taipei',
  currency: 'TWD',
  locale: 'en',
  plan: { width: 12, height: 8, picture: null },
  zones: [
    {
      id: 'door',
      name: { en: 'Door' },
      kind: 'entrance',
      polygon: [
        [0, 0],
        [2, 0],
        [2, 2],
      ],
    },
  ],
  now: AT,
  occupancyLimit: null,
  demo: false,
};
export const zoneFake: ZoneView = { id: 'door', people: 2, tags: 0, visitsToday: 14 };
export const footfallFake = {
  date: '2026-03-02',
  occupancy: 3,
  uncertainty: 1,
  in: 21,
  out: 18,
  buckets: [{ at: AT, in: 3, out: 1, occupancy: 3 }],
};
export const footfallSpanFake: FootfallSpanView = {
  from: '2026-02-24',
  to: '2026-03-02',
  in: 21,
  out: 18,
  peak: { people: 4, at: AT },
  days: [{ date: '2026-03-02', in: 21, out: 18, peak: 4 }],
  hours: [{ weekday: 1, hour: 9, in: 21, days: 1 }],
  doors: [{ zone: 'door', in: 21, out: 18 }],
};
const fakeDays = { from: '2026-02-24', to: '2026-03-02' };
export const funnelFake: FunnelView = { ...fakeDays, visits: 14, people: 19, identified: 3, stayed: 11, picked: 6, tried: 1, bought: 2 };
export const zoneFiguresFake: ZoneFiguresView = {
  ...fakeDays,
  visits: 14,
  zones: [{ zone: 'door', visits: 14, stayed: 3, picked: 2, bought: 1, stays: 15, open: 1, medianS: 12, p75S: 20, p95S: 31 }],
};
export const waysFake: WaysView = {
  ...fakeDays,
  ways: [
    { from: null, to: 'door', times: 14 },
    { from: 'door', to: null, times: 13 },
  ],
};
export const replayFake: ReplayView = { date: '2026-03-02', quarters: [{ at: AT, people: { door: 1.25 } }] };
export const accuracyFake: AccuracyView = {
  kinds: [
    {
      kind: 'holder',
      weeks: [{ until: '2026-03-01', labels: 40, right: 34, share: 0.85, low: 0.709, high: 0.929, brier: 0.12 }],
      deciles: [{ claimed: 0.85, right: 0.8, labels: 40, adjusted: 0.82 }],
    },
    { kind: 'exit', weeks: [], deciles: [] },
  ],
  falseAlarmsPerDay: { rule: 'denied or cleared', spans: [{ days: 7, watched: 7, alarms: 9, falseAlarms: 2, perDay: 0.286 }] },
};
export const shelfFake: ShelfView = {
  id: 'tea',
  name: { en: 'Tea' },
  zone: 'door',
  facings: [
    {
      section: 'tea-1',
      sku: 'OOLONG',
      gtin: '04710000000017',
      name: { en: 'Oolong' },
      onShelf: 4,
      spread: 0.2,
      misplaced: 0,
      facings: 6,
      minimum: 2,
      state: 'ok',
      since: AT,
    },
  ],
};
export const misplacedFake: MisplacedView = {
  epc: '303400000000000000000001',
  sku: 'OOLONG',
  name: { en: 'Oolong' },
  zone: 'door',
  home: 'tea-1',
  shelf: 'tea',
  since: AT,
  confidence: 0.8,
};
export const blockedTagFake: BlockedTagView = {
  epc: '303400000000000000000009',
  gtin: null,
  zone: 'door',
  device: 'gate',
  antenna: 1,
  since: AT,
  blockedAt: AT + 7_200_000,
  why: [{ code: 'rests-at-gate', nats: 4, facts: { hours: 2, reads: 900 } }],
};
export const refillFake: RefillView = {
  shelf: 'tea',
  section: 'tea-1',
  zone: 'door',
  sku: 'OOLONG',
  gtin: '04710000000017',
  name: { en: 'Oolong' },
  state: 'low',
  since: AT,
  onShelf: 2,
  facings: 6,
  missing: 4,
  inStorage: 12,
  strayedTo: ['door'],
};
export const availabilityFake: AvailabilityView = {
  from: AT,
  to: AT,
  availability: 0.97,
  hours: [{ hour: AT, availability: 0.97 }],
  products: [{ sku: 'OOLONG', gtin: '04710000000017', name: { en: 'Oolong' }, outSeconds: 90, availability: 0.97 }],
};
export const availabilityDaysFake: AvailabilityDaysView = {
  ...{ from: '2026-02-24', to: '2026-03-02', availability: 0.97, openSeconds: 36_000 },
  days: [{ date: '2026-03-02', availability: 0.97 }],
  products: [{ sku: 'OOLONG', gtin: '04710000000017', name: { en: 'Oolong' }, outSeconds: 90, availability: 0.97, days: [0.97] }],
};
const why = [{ code: 'weight-step', nats: 2.5, facts: { grams: -120 } }];
export const visitFake: VisitView = {
  id: 'v-17',
  start: AT,
  end: null,
  visitor: 'dGVzdHBzZXVkb255bTAwMQ',
  tier: 'gold',
  party: 1,
  zone: 'door',
  items: [{ epc: EPC, sku: 'OOLONG', name: { en: 'Oolong' }, from: AT, to: null, outcome: null, confidence: 0.9, why }],
};
export const visitSumsFake: VisitSums = { from: '2026-02-24', to: '2026-03-02', visits: 14, open: 1, bought: 2 };
export const visitRowFake: VisitRow = {
  id: 'v-17',
  start: AT,
  end: AT + 300_000,
  isMember: true,
  tier: 'gold',
  party: 1,
  zone: 'door',
  zones: 3,
  picked: 2,
  bought: 1,
  offers: 1,
  spentMinor: 59_000,
};
export const associationsFake: AssociationsView = {
  day: '2026-03-01',
  rules: [
    {
      a: { sku: 'OOLONG', gtin: null, name: { en: 'Oolong' } },
      b: { sku: 'POT', gtin: null, name: { en: 'Pot' } },
      ...{ support: 0.02, confidence: 0.2, lift: 3.1 },
    },
  ],
};
export const offerShownFake: OfferShownView = {
  decision: 'd-1',
  at: AT,
  offer: 'second-tea',
  on: 'item.picked',
  visit: 'v-17',
  zone: 'door',
  display: 'screen-1',
  sku: 'OOLONG',
  priceMinor: 32_000,
  wasMinor: null,
  arm: 'treatment',
  unit: { by: 'visit', id: 'v-17' },
  instead: null,
  reason: 'selected',
  outcome: 'shown',
  shownAt: AT + 400,
  visibleMs: 14_800,
  convertedAt: null,
  detail: '',
};
export const visitDetailFake: VisitDetail = {
  ...visitFake,
  zones: [{ zone: 'door', from: AT, to: null }],
  offers: [offerShownFake],
  receipts: [{ sale: 'r-7', at: AT + 60_000, totalMinor: 59_000, pieces: 2 }],
};
export const itemFake: ItemView = {
  epc: EPC,
  scheme: 'sgtin-96',
  uri: null,
  gtin: '04710000000017',
  serial: '1001',
  identity: 'gs1',
  sku: 'OOLONG',
  name: { en: 'Oolong' },
  state: 'picked',
  zone: 'door',
  section: null,
  confidence: 0.9,
  visit: 'v-17',
  reads: 120,
  firstRead: AT - 1_000,
  lastRead: AT,
  recent: [{ at: AT, receivedAt: AT + 4, device: 'reader-1', antenna: 1, rssiDbm: -56.5, tid: null, count: 1, zone: 'door' }],
  history: [{ id: 5, type: 'item.picked', at: AT, zone: 'door', from: 'door', visit: 'v-17', confidence: 0.9, why }],
};
export const offerFake: OfferView = {
  id: 'second-tea',
  name: { en: 'Second tea' },
  on: 'item.picked',
  when: 'true',
  display: 'nearest',
  control: 0.1,
  today: { eligible: 5, selected: 4, shown: 4, control: 1, failed: 0, picked: 2, bought: 1, considered: 20, unmet: 15 },
};
const compared = {
  treatment: 0.2,
  control: 0.1,
  lift: 0.1,
  interval: { low: -0.05, high: 0.21 },
  relative: 1,
  relativeInterval: { low: -0.3, high: null },
  alwaysValid: { low: -0.2, high: 0.4 },
  p: 0.2,
};
const experiment: Omit<HoldoutResults, 'from' | 'to'> = {
  state: 'interim',
  verdict: null,
  worthKnowing: 0.3,
  picked: compared,
  bought: compared,
  spent: { treatment: 2_400, control: 900, lift: 1_500, interval: { low: -200, high: 3_200 } },
  split: { state: 'fine', chiSquare: 0.4, p: 0.53, expected: { treatment: 41, control: 11, holdout: 0 } },
  size: { planned: 5_400, have: 52, more: 5_348, days: 310 },
  since: AT - 86_400_000,
  arms: [
    { arm: 'treatment', units: 40, assigned: 40, shown: 36, picked: 12, bought: 8, spentMinor: 96_000 },
    { arm: 'control', units: 12, assigned: 12, shown: 0, picked: 2, bought: 1, spentMinor: 10_800 },
  ],
};
export const offerResultsFake: OfferResults = {
  offer: 'second-tea',
  from: AT - 86_400_000,
  to: AT,
  ...experiment,
  eligible: 60,
  reasons: { selected: 40, control: 12, 'capped-visit': 9 },
};
export const holdoutResultsFake: HoldoutResults = { from: AT - 86_400_000, to: AT, ...experiment };
export const offerDayFake: OfferDay = {
  day: '2026-03-02',
  ...{ arm: 'treatment', units: 40, assigned: 40, shown: 36, picked: 12, bought: 8, spentMinor: 96_000 },
};
export const alertFake: AlertView = {
  id: 'a-1',
  type: 'unsold-exit',
  severity: 'critical',
  at: AT,
  confidence: 0.8,
  zone: 'door',
  epc: EPC,
  visit: 'v-17',
  device: null,
  clearedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  refutedAt: null,
  assignedTo: null,
  shelvedUntil: null,
  why,
};
export const offerFiguresFake: OfferFiguresView = {
  ...{ from: '2026-02-24', to: '2026-03-02', keptFrom: '2026-02-20' },
  offers: [
    {
      ...{ offer: 'second-tea', name: { en: 'Second tea' }, on: 'item.picked', considered: 12, unmet: 4, visibleMs: 14_200 },
      ...{ asked: 2, shown: 1, acted: 1, bought: 1 },
      about: [{ sku: 'OOLONG', name: { en: 'Oolong' }, times: 2 }],
      causes: [
        { code: 'selected', times: 1 },
        { code: 'sent-unconfirmed', times: 1 },
      ],
      limits: { perVisit: 1, perVisitorDay: 3, perDisplayHour: 60 },
      budget: { limitMinor: 3_000_000, dayMinor: null, spentMinor: 59_000, todayMinor: 0 },
    },
  ],
  days: [{ date: '2026-03-02', offer: 'second-tea', asked: 2, shown: 1, acted: 1, bought: 1 }],
  displays: [{ display: 'screen-1', offer: 'second-tea', asked: 2, shown: 1, acted: 1, bought: 1, visibleMs: 14_200 }],
};

export const lossFake: LossView = {
  ...{ from: '2026-02-24', to: '2026-03-02', isWhole: true, left: 1, settled: 0, withdrawn: 0, falseAlarms: 0, valueMinor: 32_000 },
  ...{ suspected: 0, confirmed: 0, unpriced: 0, falseAlarmsPerDay: 0 },
  exits: [
    {
      ...{ alert: 'a-1', at: AT, epc: EPC, sku: 'OOLONG', name: { en: 'Oolong' }, door: 'door', confidence: 0.8, fate: 'left' },
      ...{ settledAt: null, decision: null, decidedBy: null, isFalseAlarm: false, valueMinor: 32_000 },
    },
  ],
  days: [{ date: '2026-03-02', left: 1, settled: 0, withdrawn: 0, falseAlarms: 0, valueMinor: 32_000 }],
  hours: [{ hour: 17, left: 1, falseAlarms: 0 }],
  products: [{ sku: 'OOLONG', name: { en: 'Oolong' }, left: 1, valueMinor: 32_000 }],
};
export const alertInboxFake: AlertInboxView = {
  ...{ from: '2026-02-24', to: '2026-03-02', user: 'mei', users: ['mei', 'ann'], isWhole: true, unread: 1 },
  alerts: [
    {
      ...alertFake,
      ...{ clearedBecause: null, acknowledgedWith: null, isRead: false, cause: null },
      notes: [{ at: AT, user: 'ann', deed: 'comment', text: 'on my way', until: null }],
    },
  ],
  rate: { perTenMinutes: 0.01, worst: { at: AT, alerts: 1 } },
  days: [{ date: '2026-03-02', critical: 1, major: 0, minor: 0, warning: 0, followed: 0 }],
};
export const alertDetailFake: AlertDetail = { ...alertFake, emittedAt: AT + 2_000, clearedBecause: null };
export const deviceFake: DeviceView = {
  id: 'reader-1',
  name: { en: 'Reader' },
  driver: 'canonical',
  zone: 'door',
  state: 'online',
  since: AT,
  lastMessage: AT,
  messages: 9,
  rejected: 0,
  readings: 120,
  skewMs: 12,
  model: null,
  serial: null,
  firmware: null,
  messagesPerMinute: 1.8,
  rejectedPerMinute: 0,
  batteryPct: null,
  reboots: 0,
  rebootedAt: null,
  antennas: [{ port: 1, readsPerMinute: 24, usualPerMinute: 25.5, quiet: false }],
  actuator: {
    kind: 'lock',
    channels: [
      {
        channel: 0,
        state: 'away',
        action: { do: 'switch', on: true, channel: 0 },
        reason: 'operator',
        by: { kind: 'operator', id: '', user: 'mei' },
        since: AT,
        until: AT + 5_000,
        proved: true,
      },
    ],
  },
  problem: 'it cannot be reached',
};
export const auditFake: AuditRow = {
  seq: 7,
  at: AT,
  kind: 'commanded',
  ...{ deed: null, about: null },
  device: 'reader-1',
  channel: 0,
  command: 'u-3',
  toward: 'use',
  action: { do: 'switch', on: true, channel: 0 },
  by: { kind: 'operator', id: '', user: 'mei' },
  run: 'o-1',
  reason: 'operator',
  until: AT + 5_000,
  attempt: 1,
  outcome: null,
  detail: '',
  event: 12,
  body: '{"channel":0}',
  hash: 'a1'.repeat(32),
};
export const auditSumsFake: AuditSums = {
  ...{ rows: 7, deeds: 2, commands: 3, failed: 1 },
  who: [{ kind: 'operator', id: 'mei', rows: 5 }],
  what: [{ what: 'login', rows: 2 }],
  outcomes: [{ outcome: 'done', rows: 6 }],
};
export const auditCheckFake: AuditCheck = {
  rows: 7,
  deletedUpTo: 0,
  headSeq: 7,
  headHash: 'a1'.repeat(32),
  broken: null,
  isHeadKnown: null,
};
export const pendingFake: PendingDeviceView = {
  device: 'new-reader',
  since: AT,
  lastMessage: AT,
  messages: 3,
  topics: ['readers/new/tags'],
  guesses: [{ driver: 'zebra-iotc', share: 1 }],
};
export const ledgerFake: LedgerView = {
  received: 10,
  applied: 9,
  duplicate: 0,
  rejected: { 'not-json': 1 },
  evicted: {},
  pending: 0,
  balanced: true,
  refused: {},
  warnings: {},
  journal: { lastSeq: 10, firstSeq: 1, bytes: 4_096, segments: 1, evicted: 0, corrupt: 0 },
  outbox: { influx: { waiting: 0, delivered: 3, failed: 0 } },
  quarantine: [{ id: 1, at: AT, reason: 'not-json', detail: 'at byte 3', device: 'reader-1', topic: '', sample: '{', bytes: 1 }],
};
export const nowFake: NowView = {
  at: AT,
  completeUntil: AT,
  zones: [zoneFake],
  footfall: footfallFake,
  shelves: [shelfFake],
  visits: [visitFake],
  offers: [offerShownFake],
  devices: [deviceFake],
  pending: [pendingFake],
  alerts: [alertFake],
  readsPerSecond: 42,
  journalLag: 0,
};

/** The names behind the ids above. */
export const catalogueFake: NamedShop = {
  timezone: storeFake.timezone,
  zones: storeFake.zones,
  shelves: [shelfFake],
  products: [{ gtin: '04710000000017', name: { en: 'Oolong', 'zh-TW': '烏龍茶' } }],
  devices: [deviceFake],
  offers: [offerFake],
};
/** As the ledger hands events out: bodies of rows, whose ids carry no brand. */
const rows = [
  {
    id: 4,
    type: 'item.picked',
    at: AT,
    emittedAt: AT + 900,
    epc: EPC,
    gtin: '04710000000017',
    zone: 'door',
    from: 'door',
    section: null,
    visit: 'v-17',
    confidence: 0.924,
    why,
  },
  {
    id: 5,
    type: 'custody.assigned',
    at: AT,
    emittedAt: AT + 900,
    visit: 'v-17',
    epc: EPC,
    confidence: 0.9,
    why: [{ code: 'card-same-zone', nats: 1.8, facts: { zone: 'door', seconds: 2 } }],
  },
];
export const storyFake: Story = { events: rows as unknown as readonly DomainEvent[], gtins: { [EPC]: '04710000000017' }, isWhole: true };

const smileys = { answers: 8, counts: [1, 0, 1, 2, 4], mean: 4, happy: 0.75, low: 0.41, high: 0.93 };
const answers = { smileys, nps: null };
export const feedbackFake: FeedbackView = {
  from: AT,
  to: AT,
  ...answers,
  zones: [{ zone: 'door', ...answers }],
  bought: answers,
  left: { smileys: null, nps: null },
};
export const feedbackAnswerFake: FeedbackAnswer = {
  at: AT,
  zone: 'door',
  device: 'terminal',
  scale: 'smileys',
  score: 5,
  visit: 'v-17',
  secondsIn: 240,
  identified: true,
  picked: 1,
  bought: 0,
};

export const brandFake: BrandView = { brand: 'leaf-and-bean', offers: ['second-tea'], impressions: 1_200, actions: 30, spentMinor: 96_000 };
export const statementFake: Statement = {
  ...{ brand: 'leaf-and-bean', from: AT, to: AT, impressions: 1_200, actions: 30, spentMinor: 96_000 },
  lines: [{ day: '2026-03-02', offer: 'second-tea', display: 'screen', impressions: 1_200, actions: 30, spentMinor: 96_000 }],
};
