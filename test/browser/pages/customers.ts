import type {
  AcquisitionView,
  CohortsView,
  CustomerDetail,
  CustomerFunnel,
  CustomersPage,
  CustomersStanding,
  CustomerValue,
  CustomerView,
  RfmGrid,
  StickinessView,
} from '../../../gateway/http/contract-customers.ts';
import type { Answers } from '../fixture-server.ts';
import { NOW, nameOf } from '../fixture-shop.ts';

const DAY_MS = 86_400_000;
const dayBefore = (days: number): string => new Date(NOW - days * DAY_MS).toISOString().slice(0, 10);
const STAGES = ['aware', 'exploring', 'expanding', 'committed', 'lapsing'] as const;
const TIERS = ['', 'silver', '', 'gold', ''] as const;

/** Customer n: the lower, the more they buy. The same n gives the same customer. */
function customer(n: number): CustomerView {
  const recency = 5 - (n % 5);
  const frequency = Math.max(1, Math.min(5, recency + ((n * 7) % 3) - 1));
  const monetary = Math.max(1, 5 - Math.floor(n / 26));
  const turnoverMinor = 9_800_00 - n * 7_300;
  const agrees = n % 9 === 8 ? [] : (['profiling', 'analytics'] as const);
  return {
    visitor: `${String.fromCharCode(65 + (n % 26))}${String(n).padStart(3, '0')}xR7bLw2QpZ_kM4t-uVyE`.slice(0, 22),
    told: true,
    since: NOW - (400 - n) * DAY_MS,
    source: n % 2 === 0 ? 'fair' : null,
    tier: TIERS[n % 5] ?? '',
    agrees: [...agrees],
    points: { earned: 900 - n * 5, spent: 200, expired: 20, left: 680 - n * 5 },
    balanceMinor: n % 4 === 0 ? 50_000 : 0,
    behaviour:
      agrees.length === 0
        ? null
        : {
            stage: STAGES[n % 5] ?? 'aware',
            visits: 40 - Math.floor(n / 4),
            receipts: 30 - Math.floor(n / 5),
            turnoverMinor,
            firstSeen: dayBefore(300 - n),
            lastSeen: dayBefore(n % 40),
            lastBought: dayBefore(n % 40),
            rfm: { recency, frequency, monetary },
            churnRisk: (n % 40) / 50,
            value: { historicMinor: turnoverMinor, simpleMinor: turnoverMinor * 0.6, modelMinor: turnoverMinor * 0.8 },
          },
  };
}

const all = Array.from({ length: 130 }, (_, n) => customer(n));
export const FIRST = all[0]?.visitor ?? '';

const detail: CustomerDetail = {
  ...customer(0),
  costMinor: 12_000,
  expected: { purchases30: 2.4, purchases90: 6.1, valueMinor: 32_000 },
  dayParts: [
    { dayPart: 'morning', visits: 24, receipts: 20, turnoverMinor: 610_000 },
    { dayPart: 'evening', visits: 12, receipts: 8, turnoverMinor: 300_000 },
    { dayPart: '', visits: 4, receipts: 2, turnoverMinor: 70_000 },
  ],
  products: [
    { sku: 'B-ALI', name: nameOf('B-ALI'), dayPart: 'morning', receipts: 12, lastBought: dayBefore(2) },
    { sku: 'T-RUBY', name: nameOf('T-RUBY'), dayPart: 'evening', receipts: 3, lastBought: dayBefore(20) },
  ],
  bookings: [
    { at: NOW - 2 * DAY_MS, earned: 7, spent: 0, expired: 0, moneyMinor: 0, because: 'receipt', ref: 'r-88', user: null },
    { at: NOW - 9 * DAY_MS, earned: 0, spent: 0, expired: 0, moneyMinor: 50_000, because: 'booking', ref: 'top-up-3', user: 'mei' },
  ],
  statements: [{ at: NOW - 100 * DAY_MS, user: 'mei', tier: null, consent: { profiling: true, analytics: true } }],
  visits: Array.from({ length: 6 }, (_, n) => ({ id: `v-0${n}`, start: NOW - n * 3 * DAY_MS, end: NOW - n * 3 * DAY_MS + 900_000 })),
};

function page(query: URLSearchParams): CustomersPage {
  const [stage, tier, segment, after] = ['stage', 'tier', 'segment', 'after'].map((name) => query.get(name));
  const kept = all.filter(({ tier: own, behaviour }) => {
    const rfm = behaviour?.rfm ? [behaviour.rfm.recency, behaviour.rfm.frequency, behaviour.rfm.monetary] : [];
    const isOfSegment = !segment || (rfm.length > 0 && rfm.every((score, i) => segment[i] === 'x' || segment[i] === String(score)));
    return (!stage || behaviour?.stage === stage) && (!tier || own === tier) && isOfSegment;
  });
  const begin = after ? kept.findIndex(({ visitor }) => visitor === after) + 1 : 0;
  const customers = kept.slice(begin, begin + Number(query.get('limit')));
  return { total: kept.length, customers, next: begin + customers.length < kept.length ? (customers.at(-1)?.visitor ?? null) : null };
}

function standing(): CustomersStanding {
  const of = (kept: readonly CustomerView[]) => ({
    customers: kept.length,
    turnoverMinor: kept.reduce((sum, { behaviour }) => sum + (behaviour?.turnoverMinor ?? 0), 0),
  });
  const owed = (tier: string) => {
    const kept = all.filter((one) => one.tier === tier);
    return {
      tier,
      customers: kept.length,
      pointsLeft: kept.reduce((sum, { points }) => sum + points.left, 0),
      balanceMinor: kept.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0),
    };
  };
  return {
    customers: all.length,
    stages: STAGES.map((stage) => ({ stage, ...of(all.filter(({ behaviour }) => behaviour?.stage === stage)) })),
    tiers: ['', 'gold', 'silver'].map(owed),
  };
}

function rfm(): RfmGrid {
  const cells = new Map<string, RfmGrid['cells'][number]>();
  for (const { behaviour } of all) {
    if (!behaviour?.rfm) continue;
    const { recency, frequency, monetary } = behaviour.rfm;
    const key = `${recency}${frequency}${monetary}`;
    const cell = cells.get(key) ?? { recency, frequency, monetary, customers: 0, turnoverMinor: 0 };
    cells.set(key, { ...cell, customers: cell.customers + 1, turnoverMinor: cell.turnoverMinor + behaviour.turnoverMinor });
  }
  return {
    customers: all.length,
    by: 'fifths',
    breaks: { recencyDays: [2, 7, 20, 60], frequency: [1, 2, 4, 7], monetaryMinor: [1_000, 5_000, 9_000, 30_000] },
    cells: [...cells.values()],
  };
}

const cohorts: CohortsView = {
  cohorts: Array.from({ length: 9 }, (_, i) => ({
    month: `2026-${String(i + 3).padStart(2, '0')}`,
    customers: 20 + ((i * 7) % 11),
    months: Array.from({ length: 9 - i }, (_, after) => {
      const share = after === 0 ? 1 : 0.52 / after ** 0.5 - i / 100;
      return { after, customers: Math.round(20 * share), share, open: i + after === 8 };
    }),
  })),
};

function stickiness(query: URLSearchParams): StickinessView {
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
  const dates = Array.from({ length: Math.ceil((to - from) / DAY_MS) }, (_, i) =>
    new Date(from + 8 * 3_600_000 + i * DAY_MS).toISOString().slice(0, 10),
  );
  const days = dates.map((day, i) => {
    const [daily, weekly, monthly] = [14 + ((i * 5) % 7), 52 + ((i * 3) % 9), 118 + (i % 5)];
    return { day, daily, weekly, monthly, dailyShare: daily / monthly, weeklyShare: weekly / monthly };
  });
  return { from: dates[0] ?? '', to: dates.at(-1) ?? '', days };
}

const funnel: CustomerFunnel = {
  from: 0,
  to: NOW,
  all: { visits: 2_100, picked: 1_200, bought: 640, conversion: 640 / 2_100 },
  identified: { visits: 410, picked: 300, bought: 210, conversion: 210 / 410 },
  customers: { seen: 96, returned: 41, bought: 70 },
};

const acquisition: AcquisitionView = {
  from: 0,
  to: NOW,
  visits: 2_100,
  acquired: 14,
  rate: 14 / 2_100,
  sources: [
    { source: 'fair', customers: 9, costMinor: 90_000, cacMinor: 10_000, bought: 6, turnoverMinor: 480_000 },
    { source: null, customers: 5, costMinor: 0, cacMinor: null, bought: 2, turnoverMinor: 92_000 },
  ],
};

const value: CustomerValue = {
  customers: 118,
  repeaters: 80,
  historicMinor: 58_000_000,
  margin: 1,
  discountPerMonth: 0.008,
  months: 12,
  simple: { state: 'fitted', retention: 0.44, perMonthMinor: 41_000, buyers: 210 },
  purchases: { state: 'fitted', r: 0.24, alphaWeeks: 4.4, a: 0.8, b: 2.4, logLikelihood: -9_582 },
  spending: { state: 'fitted', p: 6.2, q: 3.7, gammaMinor: 1_544 },
};

export const customers: { readonly busy: Answers; readonly empty: Answers } = {
  busy: {
    'customers/standing': standing,
    customers: page,
    [`customers/${FIRST}`]: () => detail,
    'customers/rfm': rfm,
    'customers/cohorts': () => cohorts,
    'customers/stickiness': stickiness,
    'customers/funnel': () => funnel,
    'customers/acquisition': () => acquisition,
    'customers/value': () => value,
  },
  empty: { 'customers/standing': (): CustomersStanding => ({ customers: 0, stages: [], tiers: [] }) },
};
