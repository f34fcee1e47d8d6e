import type { VisitDetail, VisitView } from '../../../gateway/http/contract.ts';
import type { VisitRow, VisitsSpanView } from '../../../gateway/http/contract-visits.ts';
import { busyNow } from '../fixture-now.ts';
import type { Answers } from '../fixture-server.ts';

const MINUTE = 60_000;
const now = busyNow();

/** Where the visits of the fixture were, as shares of their time. */
const WAYS: readonly (readonly (readonly [zone: string, share: number])[])[] = [
  [
    ['entrance', 0.06],
    ['aisle', 0.1],
    ['coffee', 0.34],
    ['aisle', 0.05],
    ['gifts', 0.25],
    ['checkout', 0.2],
  ],
  [
    ['entrance', 0.2],
    ['apparel', 0.4],
    ['fitting', 0.4],
  ],
];

function detailOf(visit: VisitView, index: number): VisitDetail {
  const until = visit.end ?? now.at;
  let at = visit.start;
  const zones = (WAYS[index % WAYS.length] ?? []).map(([zone, share]) => {
    const from = at;
    at += share * (until - visit.start);
    return { zone, from: Math.round(from), to: Math.round(at) };
  });
  const last = zones.at(-1);
  const hasBought = visit.items.some(({ outcome }) => outcome === 'bought');
  const shown = now.offers.find(({ outcome }) => outcome === 'shown');
  const held = now.offers.find(({ reason }) => reason === 'control');
  const offers = [shown, held].flatMap((offer) => (offer ? [{ ...offer, visit: visit.id }] : []));
  return {
    ...visit,
    zones: visit.end === null && last ? [...zones.slice(0, -1), { ...last, to: null }] : zones,
    offers: offers.map((offer, n) => {
      const then = visit.start + (n + 3) * MINUTE;
      return { ...offer, at: then, shownAt: offer.shownAt === null ? null : then };
    }),
    receipts: hasBought ? [{ sale: 'r-88', at: until - MINUTE, totalMinor: 76_000, pieces: visit.items.length }] : [],
  };
}

const details = now.visits.map(detailOf);

const rows: readonly VisitRow[] = Array.from({ length: 130 }, (_, n): VisitRow | null => {
  const visit = details[n % details.length];
  if (visit === undefined) return null;
  const round = Math.floor(n / details.length);
  const shift = round * 2 * 3_600_000;
  return {
    id: round === 0 ? visit.id : `${visit.id}-${round}`,
    start: visit.start - shift,
    end: round === 0 ? visit.end : (visit.end ?? now.at) - shift,
    isMember: visit.visitor !== null,
    tier: visit.tier,
    party: visit.party,
    zone: visit.zone,
    zones: new Set(visit.zones.map(({ zone }) => zone)).size,
    picked: visit.items.length,
    bought: visit.items.filter(({ outcome }) => outcome === 'bought').length,
    offers: 1,
    spentMinor: visit.receipts.length > 0 ? 76_000 : null,
  };
}).filter((row) => row !== null);

const wants = (asked: string | null, is: boolean): boolean => asked === null || (asked === 'true') === is;

function span(all: readonly VisitRow[]): (query: URLSearchParams) => VisitsSpanView {
  return (query) => {
    const kept = all.filter(
      (row) =>
        wants(query.get('open'), row.end === null) &&
        wants(query.get('member'), row.isMember) &&
        wants(query.get('items'), row.picked > 0) &&
        wants(query.get('bought'), row.bought > 0) &&
        (query.get('zone') === null || row.zones > 2),
    );
    const [skip, limit] = [Number(query.get('skip')), Number(query.get('limit'))];
    return {
      from: query.get('from') ?? '',
      to: query.get('to') ?? '',
      visits: kept.length,
      open: kept.filter(({ end }) => end === null).length,
      bought: kept.filter(({ bought }) => bought > 0).length,
      skip,
      rows: kept.slice(skip, skip + limit),
    };
  };
}

export const visits: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'insight/visits': span(rows), ...Object.fromEntries(details.map((visit) => [`visits/${visit.id}`, () => visit])) },
  empty: { 'insight/visits': span([]) },
};
