import type {
  AcquisitionView,
  CohortsView,
  CustomerDetail,
  CustomerExport,
  CustomerFunnel,
  CustomersPage,
  CustomersStanding,
  CustomerValue,
  CustomerView,
  RfmGrid,
  StickinessView,
} from '../../../gateway/http/contract-customers.ts';
import { AT } from './views.fake.ts';

export const VISITOR = 'aB3-_x7Qm0ZkLpW5tRy1Ue';

const customer: CustomerView = {
  visitor: VISITOR,
  told: true,
  since: AT,
  source: 'fair',
  tier: 'gold',
  agrees: ['profiling', 'analytics'],
  points: { earned: 20, spent: 8, expired: 2, left: 10 },
  balanceMinor: 1_500,
  behaviour: {
    stage: 'committed',
    visits: 9,
    receipts: 7,
    turnoverMinor: 91_000,
    firstSeen: '2026-01-05',
    lastSeen: '2026-03-01',
    lastBought: '2026-02-27',
    rfm: { recency: 4, frequency: 5, monetary: 5 },
    churnRisk: 0.12,
    value: { historicMinor: 91_000, simpleMinor: null, modelMinor: 120_500.5 },
  },
};

export const customersPageFake: CustomersPage = { total: 1, customers: [customer], next: null };

export const customerFake: CustomerDetail = {
  ...customer,
  costMinor: 2_000,
  expected: { purchases30: 1.5, purchases90: 4.1, valueMinor: 12_000.5 },
  dayParts: [{ dayPart: 'morning', visits: 7, receipts: 6, turnoverMinor: 80_000 }],
  products: [{ sku: 'SHIRT', name: { en: 'Linen shirt' }, dayPart: 'morning', receipts: 3, lastBought: '2026-02-27' }],
  bookings: [{ at: AT, earned: 9, spent: 0, expired: 0, moneyMinor: 0, because: 'receipt', ref: 'r-7', user: null }],
  statements: [{ at: AT, user: 'ann', tier: null, consent: { analytics: true } }],
  visits: [{ id: 'v-17', start: AT, end: null }],
};

export const customerExportFake: CustomerExport = {
  ...customerFake,
  days: [{ day: '2026-02-27', dayPart: 'morning', visits: 1, receipts: 1, turnoverMinor: 12_000 }],
  receipts: [{ sale: 'r-7', at: AT, totalMinor: 12_000, lines: [{ epc: null, gtin: '04719999000019', quantity: 1, amount: 12_000 }] }],
  offers: [{ decision: 'd-1', at: AT, offer: 'second-tea', reason: 'selected' }],
};

export const customersStandingFake: CustomersStanding = {
  customers: 40,
  stages: [{ stage: 'committed', customers: 9, turnoverMinor: 700_000 }],
  tiers: [{ tier: 'gold', customers: 12, pointsLeft: 480, balanceMinor: 9_000 }],
};

export const rfmGridFake: RfmGrid = {
  customers: 40,
  by: 'fifths',
  breaks: { recencyDays: [2, 7, 20, 60], frequency: [1, 2, 4, 7], monetaryMinor: [1_000, 5_000, 9_000, 30_000] },
  cells: [{ recency: 5, frequency: 5, monetary: 5, customers: 4, turnoverMinor: 400_000 }],
};

export const cohortsFake: CohortsView = {
  cohorts: [
    {
      month: '2026-02',
      customers: 20,
      months: [
        { after: 0, customers: 20, share: 1, open: false },
        { after: 1, customers: 5, share: 0.25, open: true },
      ],
    },
  ],
};

export const stickinessFake: StickinessView = {
  from: '2026-03-01',
  to: '2026-03-02',
  days: [{ day: '2026-03-02', daily: 12, weekly: 40, monthly: 120, dailyShare: 0.1, weeklyShare: 1 / 3 }],
};

export const customerFunnelFake: CustomerFunnel = {
  from: 0,
  to: AT,
  all: { visits: 100, picked: 60, bought: 40, conversion: 0.4 },
  identified: { visits: 20, picked: 15, bought: 12, conversion: 0.6 },
  customers: { seen: 18, returned: 6, bought: 11 },
};

export const acquisitionFake: AcquisitionView = {
  from: 0,
  to: AT,
  visits: 100,
  acquired: 5,
  rate: 0.05,
  sources: [{ source: 'fair', customers: 5, costMinor: 10_000, cacMinor: 2_000, bought: 3, turnoverMinor: 45_000 }],
};

export const customerValueFake: CustomerValue = {
  customers: 200,
  repeaters: 80,
  historicMinor: 9_000_000,
  margin: 1,
  discountPerMonth: 0.008,
  months: 12,
  simple: { state: 'not-enough-data', retention: null, perMonthMinor: null, buyers: null },
  purchases: { state: 'fitted', r: 0.243, alphaWeeks: 4.414, a: 0.793, b: 2.426, logLikelihood: -9_582.4 },
  spending: { state: 'fitted', p: 6.25, q: 3.74, gammaMinor: 1_544 },
};
