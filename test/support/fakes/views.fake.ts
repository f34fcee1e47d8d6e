import type {
  AlertView,
  DeviceView,
  DwellView,
  FunnelView,
  ItemView,
  LedgerView,
  NowView,
  OfferResults,
  OfferShownView,
  OfferView,
  ShelfView,
  StoreView,
  VisitDetail,
  VisitView,
  ZoneView,
} from '../../../gateway/http/contract.ts';

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
export const dwellFake: DwellView = { date: '2026-03-02', zones: [{ zone: 'door', stays: 4, open: 1, medianS: 12, p75S: 20, p95S: 31.5 }] };
export const funnelFake: FunnelView = { date: '2026-03-02', visits: 14, people: 19, identified: 3, stayed: 11, picked: 6, bought: 2 };
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
      misplaced: 0,
      facings: 6,
      minimum: 2,
      state: 'ok',
      since: AT,
    },
  ],
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
export const offerShownFake: OfferShownView = {
  decision: 'd-1',
  at: AT,
  offer: 'second-tea',
  visit: 'v-17',
  display: 'screen-1',
  sku: 'OOLONG',
  arm: 'treatment',
  reason: 'selected',
  outcome: 'shown',
  shownAt: AT + 400,
  convertedAt: null,
  detail: '',
};
export const visitDetailFake: VisitDetail = { ...visitFake, zones: [{ zone: 'door', from: AT, to: null }], offers: [offerShownFake] };
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
  today: { eligible: 5, selected: 4, shown: 4, control: 1, failed: 0, picked: 2, bought: 1 },
};
export const offerResultsFake: OfferResults = {
  offer: 'second-tea',
  from: AT - 86_400_000,
  to: AT,
  arms: [{ arm: 'treatment', eligible: 5, shown: 4, picked: 2, bought: 1, valueMinor: 12_000 }],
  reasons: { selected: 4 },
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
  why,
};
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
  alerts: [alertFake],
  readsPerSecond: 42,
  journalLag: 0,
};
