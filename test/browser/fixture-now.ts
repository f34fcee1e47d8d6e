import type {
  AlertView,
  DeviceView,
  NowView,
  OfferShownView,
  OfferView,
  ShelfView,
  VisitItem,
  VisitView,
} from '../../gateway/http/contract.ts';
import { fixtureStore, NOW, nameOf, PRODUCTS, texts } from './fixture-shop.ts';

const ago = (seconds: number): number => NOW - seconds * 1_000;
let serial = 0;
const epc = (): string => `3034F1A2B4${(0x1d400 + ++serial).toString(16).toUpperCase().padStart(14, '0')}`;

function facing(
  section: string,
  sku: string,
  onShelf: number,
  extra: Partial<ShelfView['facings'][number]> = {},
): ShelfView['facings'][number] {
  const { facings = 6, minimum = 2 } = PRODUCTS[sku] ?? {};
  const state = onShelf === 0 ? 'out' : onShelf <= minimum ? 'low' : 'ok';
  const since = state === 'ok' ? null : ago(2_900);
  return { section, sku, gtin: null, name: nameOf(sku), onShelf, spread: 0, misplaced: 0, facings, minimum, state, since, ...extra };
}

const shelves: ShelfView[] = [
  {
    id: 'coffee-wall',
    name: texts('Coffee wall', '咖啡牆', '咖啡墙'),
    zone: 'coffee',
    facings: [
      facing('beans', 'B-ALI', 5),
      facing('beans', 'B-GUK', 3),
      facing('beans', 'B-DARK', 6),
      facing('drip', 'D-GES', 0),
      facing('gear', 'G-DRIP', 4),
    ],
  },
  {
    id: 'tea-wall',
    name: texts('Tea wall', '茶牆', '茶墙'),
    zone: 'tea',
    facings: [facing('oolong', 'T-LISHAN', 6), facing('classic', 'T-RUBY', 7, { misplaced: 1 }), facing('ware', 'T-POT', 1)],
  },
  {
    id: 'gift-wall',
    name: texts('Gift wall', '伴手禮牆', '礼品墙'),
    zone: 'gifts',
    facings: [facing('sweets', 'S-PINE', 8), facing('home', 'S-CANDLE', 5)],
  },
  {
    id: 'apparel-rail',
    name: texts('Clothes rail', '吊衣桿', '挂衣杆'),
    zone: 'apparel',
    facings: [facing('tops', 'A-TEE', 7), facing('outer', 'A-RAIN', 2), facing('table', 'A-TOTE', 5, { state: 'unknown', since: null })],
  },
];

function item(sku: string, outcome: VisitItem['outcome'], confidence: number, heldSince: number): VisitItem {
  const to = outcome === null ? null : ago(heldSince - 60);
  const why = [{ code: 'silent-at-home', nats: 2.9, facts: { seconds: 14 } }];
  return { epc: epc(), sku, name: nameOf(sku), from: ago(heldSince), to, outcome, confidence, why };
}

function visit(id: string, start: number, end: number | null, more: Partial<VisitView>): VisitView {
  return {
    id,
    start: ago(start),
    end: end === null ? null : ago(end),
    visitor: null,
    tier: null,
    party: 1,
    zone: null,
    items: [],
    ...more,
  };
}

const visits: VisitView[] = [
  visit('v-0131', 95, null, { zone: 'entrance', party: 2 }),
  visit('v-0130', 412, null, {
    zone: 'coffee',
    visitor: 'p7Qm2xWc1KfT9sLbZ0aYdA',
    tier: 'gold',
    items: [item('B-ALI', null, 0.94, 140), item('G-DRIP', null, 0.71, 35)],
  }),
  visit('v-0129', 655, null, { zone: 'apparel', items: [item('A-RAIN', null, 0.88, 210), item('A-TEE', 'returned', 0.97, 300)] }),
  visit('v-0128', 1_130, null, {
    zone: 'fitting',
    visitor: 'Zk3nB8rQeU5tHj2mXv7oPg',
    tier: 'silver',
    items: [item('A-TEE', null, 0.9, 420)],
  }),
  visit('v-0127', 1_560, 120, { party: 3, items: [item('S-PINE', 'bought', 0.99, 700), item('T-RUBY', 'bought', 0.98, 640)] }),
  visit('v-0126', 2_300, 900, { items: [item('D-GES', 'taken', 0.83, 1_300)] }),
  visit('v-0125', 2_800, 1_650, { visitor: 'Qw8yTn4cRb6uMz1kVd3sJe', tier: 'basic', items: [item('S-CANDLE', 'left', 0.66, 2_000)] }),
  visit('v-0124', 3_300, 2_900, {}),
];

function offer(
  id: number,
  at: number,
  name: string,
  outcome: OfferShownView['outcome'],
  more: Partial<OfferShownView> = {},
): OfferShownView {
  const shownAt = outcome === 'shown' ? ago(at - 2) : null;
  const base = {
    on: 'item.picked',
    visit: 'v-0130',
    zone: 'coffee',
    display: 'display-drinks',
    sku: null,
    priceMinor: null,
    wasMinor: null,
    arm: 'treatment',
    unit: { by: 'visit', id: 'v-0130' },
    instead: null,
    reason: 'selected',
    convertedAt: null,
    detail: '',
  } as const;
  return { decision: `c-${id}`, at: ago(at), offer: name, outcome, shownAt, visibleMs: shownAt === null ? null : 14_000, ...base, ...more };
}

const offers: OfferShownView[] = [
  offer(9, 8, 'brew-it-well', 'pending', { sku: 'B-ALI' }),
  offer(8, 138, 'brew-it-well', 'shown', { sku: 'B-ALI', convertedAt: ago(35) }),
  offer(7, 205, 'rain-ready', 'shown', { sku: 'A-RAIN', display: 'display-style' }),
  offer(6, 410, 'gold-welcome', 'shown', { display: 'display-entrance' }),
  offer(5, 690, 'brew-it-well', 'withheld', { sku: 'S-PINE', arm: 'control', reason: 'control', display: null }),
  offer(4, 1_240, 'tea-tasting', 'unconfirmed', { sku: 'T-LISHAN' }),
  offer(3, 1_500, 'gold-welcome', 'withheld', { arm: null, reason: 'no-consent', display: null }),
  offer(2, 1_900, 'rain-ready', 'expired', { sku: 'A-RAIN', display: 'display-style' }),
];

export const fixtureOffers: OfferView[] = [
  { id: 'brew-it-well', name: texts('Brew it well', '手沖搭配', '手冲搭配'), selected: 19, shown: 18, control: 5 },
  { id: 'tea-tasting', name: texts('Tea tasting', '試茶邀請', '试茶邀请'), selected: 7, shown: 5, control: 1 },
  { id: 'gold-welcome', name: texts('Gold welcome', '金卡禮遇', '金卡礼遇'), selected: 4, shown: 4, control: 0 },
  { id: 'rain-ready', name: texts('Ready for rain', '雨天好搭檔', '雨天好搭档'), selected: 6, shown: 5, control: 2 },
].map(({ id, name, selected, shown, control }) => ({
  id,
  name,
  on: 'item.picked',
  when: 'true',
  display: 'nearest',
  control: 0.2,
  today: {
    eligible: selected + control,
    selected,
    shown,
    control,
    failed: selected - shown,
    picked: 3,
    bought: 2,
    considered: 40,
    unmet: 20,
  },
}));

function device(id: string, zone: string | null, name: Record<string, string>, driver: string, more: Partial<DeviceView> = {}): DeviceView {
  const base = {
    state: 'online',
    since: ago(18_000),
    lastMessage: ago(1),
    messages: 4_210,
    rejected: 0,
    readings: 21_000,
    skewMs: 40,
    messagesPerMinute: 12.4,
    rejectedPerMinute: 0,
    batteryPct: null,
    reboots: 0,
    rebootedAt: null,
  } as const;
  const told = { antennas: [], model: null, serial: null, firmware: null, actuator: null, problem: null };
  return { id, name, driver, zone, ...base, ...told, ...more };
}

const devices: DeviceView[] = [
  device('gate-reader', 'entrance', texts('Gate reader', '門口讀取器', '门口读取器'), 'impinj-iot', {
    model: 'R700',
    messages: 18_422,
    rejected: 3,
  }),
  device('coffee-reader', 'coffee', texts('Coffee shelf reader', '咖啡架讀取器', '咖啡架读取器'), 'impinj-iot', {
    messages: 52_180,
    firmware: '8.1.0',
    reboots: 1,
    rebootedAt: ago(9_000),
    antennas: [
      { port: 1, readsPerMinute: 412, usualPerMinute: 420, quiet: false },
      { port: 2, readsPerMinute: 0, usualPerMinute: 388, quiet: true },
    ],
  }),
  device('tea-reader', 'tea', texts('Tea shelf reader', '茶架讀取器', '茶架读取器'), 'zebra-iotc', { messages: 49_911, skewMs: -4_300 }),
  device('door-counter', 'entrance', texts('People counter', '人流計數器', '客流计数器'), 'canonical-json', {
    messages: 312,
    lastMessage: ago(42),
  }),
  device('card-reader', 'entrance', texts('Loyalty card reader', '會員卡讀取器', '会员卡读取器'), 'canonical-json', {
    messages: 61,
    lastMessage: ago(410),
  }),
  device('coffee-scale', 'coffee', texts('Coffee shelf scale', '咖啡架秤', '咖啡架秤'), 'canonical-json', { messages: 7_300 }),
  device('coffee-light', 'coffee', texts('Coffee shelf light', '咖啡架燈', '咖啡架灯'), 'wled', {
    actuator: {
      kind: 'light',
      channels: [
        {
          channel: 0,
          state: 'away',
          action: { do: 'light', on: true, brightness: 1, color: '#00FF00' },
          reason: 'offer',
          by: { kind: 'offer', id: 'coffee-two', user: null },
          since: ago(4),
          until: ago(-11),
          proved: false,
        },
      ],
    },
  }),
  device('till', 'checkout', texts('Till', '收銀機', '收银机'), 'canonical-json', { messages: 88, lastMessage: ago(120) }),
  device('display-drinks', 'coffee', texts('Coffee and tea display', '咖啡與茶螢幕', '咖啡与茶屏幕'), 'canonical-json', {
    state: 'silent',
    lastMessage: ago(380),
  }),
  device('display-style', 'apparel', texts('Apparel display', '服飾螢幕', '服饰屏幕'), 'canonical-json', {
    messages: 120,
    lastMessage: ago(12),
  }),
  device('display-entrance', 'entrance', texts('Entrance display', '入口螢幕', '入口屏幕'), 'canonical-json', {
    messages: 134,
    lastMessage: ago(9),
  }),
  device('fitting-presence', 'fitting', texts('Fitting room presence', '試衣間感測器', '试衣间传感器'), 'canonical-json', {
    state: 'never-seen',
    since: null,
    lastMessage: null,
    messages: 0,
    skewMs: null,
  }),
];

function alert(id: string, type: string, severity: AlertView['severity'], at: number, more: Partial<AlertView>): AlertView {
  const base = {
    zone: null,
    epc: null,
    visit: null,
    device: null,
    clearedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    refutedAt: null,
    assignedTo: null,
    shelvedUntil: null,
    why: [],
  };
  return { id, type, severity, at: ago(at), confidence: 0.9, ...base, ...more };
}

const alerts: AlertView[] = [
  alert('a-31', 'unsold-exit', 'critical', 905, {
    confidence: 0.83,
    zone: 'entrance',
    epc: visits[5]?.items[0]?.epc ?? null,
    visit: 'v-0126',
    why: [
      { code: 'gate-direction', nats: 3.1, facts: { direction: 'out' } },
      { code: 'silent-at-home', nats: 2.2, facts: { seconds: 31 } },
      { code: 'reads-in-window', nats: 0.8, facts: { reads: 6, seconds: 4 } },
    ],
  }),
  alert('a-32', 'device-silent', 'minor', 260, {
    confidence: 1,
    device: 'display-drinks',
    zone: 'coffee',
    why: [{ code: 'no-message', nats: 4.6, facts: { seconds: 120 } }],
  }),
  alert('a-30', 'display-unconfirmed', 'warning', 1_238, {
    device: 'display-drinks',
    acknowledgedAt: ago(1_000),
    acknowledgedBy: 'mei',
    clearedAt: ago(600),
  }),
];

/** 10:00 to the fixture's now, in quarters of an hour: a quiet start, a lunch peak, an afternoon. */
function buckets(): NowView['footfall']['buckets'] {
  const entries = [1, 3, 2, 4, 6, 5, 8, 9, 12, 11, 9, 7, 6, 5, 7, 4, 5, 6, 3];
  const exits = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 9, 9, 7, 6, 5, 5, 4, 5, 4];
  const opening = Date.parse('2026-11-23T02:00:00Z');
  let occupancy = 0;
  return entries.map((count, index) => {
    const out = exits[index] ?? 0;
    occupancy += count - out;
    return { at: opening + index * 900_000, in: count, out, occupancy };
  });
}

/** A busy afternoon: every part of the page has something to show, in every state it can have. */
export function busyNow(): NowView {
  const people: Record<string, number> = { entrance: 2, coffee: 1, apparel: 1, fitting: 1, aisle: 3 };
  const tags: Record<string, number> = {
    entrance: 1,
    aisle: 4,
    coffee: 18,
    tea: 14,
    storage: 37,
    checkout: 2,
    gifts: 13,
    apparel: 14,
    fitting: 2,
  };
  return {
    at: NOW,
    completeUntil: NOW - 300,
    zones: fixtureStore.zones.map(({ id }) => ({ id, people: people[id] ?? 0, tags: tags[id] ?? 0, visitsToday: (tags[id] ?? 0) * 3 })),
    footfall: { date: '2026-11-23', occupancy: 8, uncertainty: 1.2, in: 113, out: 105, buckets: buckets() },
    shelves,
    visits,
    offers,
    devices,
    pending: [
      {
        device: 'new-reader',
        since: ago(300),
        lastMessage: ago(2),
        messages: 41,
        topics: ['readers/dock-1/tags'],
        guesses: [{ driver: 'zebra-iotc', share: 1 }],
      },
    ],
    alerts,
    readsPerSecond: 412,
    journalLag: 0,
  };
}

/** A shop whose hardware has not spoken yet: every part must say what would light it up. */
export function emptyNow(): NowView {
  return {
    at: NOW,
    completeUntil: NOW,
    zones: [],
    footfall: { date: '2026-11-23', occupancy: 0, uncertainty: 0, in: 0, out: 0, buckets: [] },
    shelves: [],
    visits: [],
    offers: [],
    devices: [],
    pending: [],
    alerts: [],
    readsPerSecond: 0,
    journalLag: 0,
  };
}
