import type { Reader } from '../../gateway/http/ports.ts';

/** What the questions are about: all days of the ledger, and things that are in it. */
export interface AskedOf {
  readonly days: { readonly from: string; readonly to: string };
  readonly start: number;
  readonly end: number;
  readonly visit: string;
  readonly zone: string;
  readonly offer: string;
  readonly visitor: string;
}

type Ask = (reader: Reader, of: AskedOf) => Promise<unknown>;

/** The questions of each page over thirty days, as the page asks them. */
export const PAGE_QUERIES: Readonly<Record<string, Readonly<Record<string, Ask>>>> = {
  now: {
    zones: (reader) => reader.zones(),
    footfall: (reader) => reader.footfall(),
    shelves: (reader) => reader.shelves(),
    'open visits': (reader) => reader.visits({ limit: 200, open: true }),
    'newest decisions': (reader) => reader.decisions({ limit: 30 }),
    devices: (reader) => reader.devices(),
    'open alerts': (reader) => reader.alerts({ limit: 100, open: true }),
    accuracy: (reader) => reader.accuracy(8),
    offers: (reader) => reader.offers(),
    'results of offers': (reader, { start, end }) => reader.allResults(start, end),
  },
  footfall: { footfall: (reader, { days }) => reader.footfallSpan(days) },
  floor: { zones: (reader, { days }) => reader.zoneFigures(days), 'replay of a day': (reader, { days }) => reader.replay(days.to) },
  journey: { funnel: (reader, { days }) => reader.funnel(days), ways: (reader, { days }) => reader.ways(days) },
  shelves: {
    misplaced: (reader) => reader.misplaced(),
    refill: (reader) => reader.refill(),
    'availability by hour': (reader, { start, end }) => reader.availability(start, end),
    'availability by day': (reader, { days }) => reader.availabilityDays(days),
  },
  visits: {
    counted: (reader, { days }) => reader.visitSums(days),
    'counted, filtered': (reader, { days, zone }) => reader.visitSums({ ...days, member: true, bought: true, zone }),
    'first page': (reader, { days }) => reader.visitRows(days, { limit: 50, skip: 0 }),
    'last page': (reader, { days }) => reader.visitRows(days, { limit: 50, skip: 8_950 }),
    'deep page, filtered': (reader, { days, zone }) => reader.visitRows({ ...days, items: true, zone }, { limit: 50, skip: 500 }),
    'one visit': (reader, { visit }) => reader.visit(visit),
    'its story': (reader, { visit }) => reader.story({ epc: null, visit }),
  },
  offers: {
    figures: (reader, { days }) => reader.offerFigures(days),
    'results of all': (reader, { start, end }) => reader.allResults(start, end),
    'results of one': (reader, { offer, start, end }) => reader.offerResults(offer, start, end),
    'days of one': (reader, { offer, start, end }) => reader.offerDays(offer, start, end),
    'hold-out': (reader, { start, end }) => reader.holdoutResults(start, end),
    brands: (reader, { start, end }) => reader.brands(start, end),
    feedback: (reader, { start, end }) => reader.feedback(start, end),
  },
  customers: {
    list: (reader) => reader.customers({ limit: 100 }),
    one: (reader, { visitor }) => reader.customer(visitor),
    rfm: (reader) => reader.customersRfm(),
    cohorts: (reader) => reader.customersCohorts(),
    stickiness: (reader, { start, end }) => reader.customersStickiness(start, end),
    funnel: (reader, { start, end }) => reader.customersFunnel(start, end),
    acquisition: (reader, { start, end }) => reader.customersAcquisition(start, end),
    value: (reader) => reader.customersValue(),
  },
  loss: { exits: (reader, { days }) => reader.loss(days) },
  alerts: { inbox: (reader, { days }) => reader.alertInbox(days, 'mei') },
  audit: {
    sums: (reader, { start, end }) => reader.auditSums(start, end),
    newest: (reader) => reader.audit({ limit: 100 }),
    searched: (reader, { start, end }) => reader.audit({ limit: 51, from: start, to: end, who: 'mei', text: 'nothing like that' }),
    'dead letters': (reader) => reader.deadLetters({ limit: 100 }),
  },
};
