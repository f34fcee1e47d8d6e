import type { DomainEvent, EventOf, ItemFact } from '../domain/events.ts';
import { createFalseAlarms } from './false-alarms.ts';

/** The files of `aisle replay` (docs/recordings.md), each a list of JSON lines; other programs read them, so they are a contract. */
export type ReplayReport = {
  readonly 'visits.ndjson': string[];
  readonly 'items.ndjson': string[];
  readonly 'alerts.ndjson': string[];
  readonly 'offers.ndjson': string[];
  readonly 'shelves.ndjson': string[];
  readonly 'footfall.ndjson': string[];
  readonly 'kpis.json': string[];
};

interface VisitLine {
  visit: string;
  start: number;
  end: number | null;
  visitor: string | null;
  party: number;
  zones: { zone: string; from: number; to: number | null }[];
  items: { epc: string; from: number; to: number | null; outcome: string; confidence: number }[];
}

interface AlertLine {
  readonly at: number;
  readonly emittedAt: number;
  readonly type: string;
  readonly severity: string;
  readonly confidence: number;
  readonly evidence: unknown;
  clearedAt: number | null;
  readonly [key: string]: unknown;
}

/** Turns domain events into the lines of a replay; `report()` gives them in the order of their events. */
export function createReplayReport() {
  const visits = new Map<string, VisitLine>();
  const alerts = new Map<string, AlertLine>();
  const offers = new Map<string, Record<string, unknown>>();
  const strays = new Map<string, EventOf<'stray.found'>>();
  /** Pieces on the shelf by section and product, as said last. */
  const stock = new Map<string, number>();
  const items: string[] = [];
  const shelves: string[] = [];
  const footfall: string[] = [];
  const totals: Record<string, number> = {};
  const falseAlarms = createFalseAlarms();
  /** Seconds of planned places in open hours, and of those without goods. */
  let open = 0;
  let out = 0;

  const straysIn = (section: string | null, sku: string): number =>
    [...strays.values()].filter((stray) => stray.section === section && stray.sku === sku).length;

  /** How many pieces of its product lie in the section in which a stray was found, now that something happened there. */
  function strayLine({ zone, section, sku }: EventOf<'stray.found'>, { at, emittedAt }: { at: number; emittedAt: number }): string {
    const onShelf = stock.get(`${section}|${sku}`) ?? 0;
    return JSON.stringify({ at, emittedAt, zone, section, sku, onShelf, misplaced: straysIn(section, sku) });
  }

  function add(event: DomainEvent): void {
    totals[event.type] = (totals[event.type] ?? 0) + 1;
    falseAlarms.add(event);
    switch (event.type) {
      case 'item.arrived':
      case 'item.moved':
      case 'item.picked':
      case 'item.put':
      case 'item.departed':
      case 'item.returned':
      case 'item.exited':
      case 'item.sold':
        items.push(itemLine(event));
        return;
      case 'visit.opened':
      case 'visit.identified':
      case 'visit.moved':
      case 'visit.closed':
      case 'custody.assigned':
      case 'custody.ended':
        addToVisit(visits, event);
        return;
      case 'alert.raised':
        alerts.set(event.alert, alertLine(event));
        return;
      case 'alert.cleared': {
        const alert = alerts.get(event.alert);
        if (alert) alert.clearedAt = event.at;
        return;
      }
      case 'offer.decided':
      case 'offer.shown':
      case 'offer.failed':
      case 'offer.converted':
        addToOffer(offers, event);
        return;
      case 'shelf.changed': {
        const { at, emittedAt, shelf, section, sku, onShelf, misplaced: missing, facings, state, spread, weight } = event;
        const misplaced = straysIn(section, sku);
        stock.set(`${section}|${sku}`, onShelf);
        shelves.push(JSON.stringify({ at, emittedAt, shelf, section, sku, onShelf, misplaced, missing, facings, state, spread, weight }));
        return;
      }
      case 'stray.found':
        strays.set(event.epc, event);
        shelves.push(strayLine(event, event));
        return;
      case 'stray.cleared': {
        const stray = strays.get(event.epc);
        strays.delete(event.epc);
        if (stray) shelves.push(strayLine(stray, event));
        return;
      }
      case 'availability.measured':
        open += event.seconds * event.places;
        for (const { seconds } of event.out) out += seconds;
        return;
      case 'footfall.counted':
        footfall.push(
          JSON.stringify({ at: event.at, emittedAt: event.emittedAt, type: 'count', zone: event.zone, in: event.in, out: event.out }),
        );
        return;
      case 'occupancy.changed': {
        const { at, emittedAt, zone, people, uncertainty } = event;
        footfall.push(JSON.stringify({ at, emittedAt, type: 'occupancy', zone, people, uncertainty }));
        return;
      }
      default:
        return;
    }
  }

  return {
    add,
    report: (figures: Readonly<Record<string, unknown>>): ReplayReport => ({
      'visits.ndjson': [...visits.values()].map((line) => JSON.stringify(line)),
      'items.ndjson': items,
      'alerts.ndjson': [...alerts.values()].map((line) => JSON.stringify(line)),
      'offers.ndjson': [...offers.values()].map((line) => JSON.stringify(line)),
      'shelves.ndjson': shelves,
      'footfall.ndjson': footfall,
      'kpis.json': [
        JSON.stringify(
          {
            ...figures,
            ...kpis([...visits.values()], totals),
            falseAlarmsPerDay: falseAlarms.perDay(),
            onShelfAvailability: open === 0 ? null : 1 - out / open,
            events: totals,
          },
          null,
          2,
        ),
      ],
    }),
  };
}

type ItemEvent = ItemFact & { readonly emittedAt: number };

function itemLine(event: ItemEvent): string {
  const { at, emittedAt, epc, type, zone, from, visit, confidence } = event;
  const line = { at, emittedAt, epc, type: type.slice('item.'.length), zone };
  return JSON.stringify({ ...line, ...(from === null ? {} : { from }), ...(visit === null ? {} : { visit }), confidence });
}

function alertLine(event: EventOf<'alert.raised'>): AlertLine {
  const { at, emittedAt, about, zone, epc, visit, device, severity, confidence, why } = event;
  const present = Object.fromEntries(Object.entries({ zone, epc, visit, device }).filter(([, value]) => value !== null));
  return { at, emittedAt, type: about, ...present, severity, confidence, evidence: why, clearedAt: null };
}

type VisitEvent = EventOf<'visit.opened' | 'visit.identified' | 'visit.moved' | 'visit.closed' | 'custody.assigned' | 'custody.ended'>;

function addToVisit(visits: Map<string, VisitLine>, event: VisitEvent): void {
  if (event.type === 'visit.opened') {
    const { visit, at, visitor, party } = event;
    visits.set(visit, { visit, start: at, end: null, visitor, party, zones: [], items: [] });
    return;
  }
  const line = visits.get(event.visit);
  if (!line) return;
  switch (event.type) {
    case 'visit.identified':
      line.visitor = event.visitor;
      return;
    case 'visit.moved':
      closeZone(line, event.at);
      line.zones.push({ zone: event.zone, from: event.at, to: null });
      return;
    case 'visit.closed':
      closeZone(line, event.at);
      line.end = event.at;
      return;
    case 'custody.assigned':
      hold(line, event);
      return;
    case 'custody.ended':
      release(line, event);
      return;
  }
}

/** A custody is known by its beginning: said again, it goes on, even if it was said to have ended. */
function hold({ items }: VisitLine, { epc, at, confidence }: EventOf<'custody.assigned'>): void {
  const known = items.find((item) => item.epc === epc && item.from === at);
  if (known) Object.assign(known, { to: null, outcome: 'unknown', confidence });
  else items.push({ epc, from: at, to: null, outcome: 'unknown', confidence });
}

/** The last word on an end counts. What ends at its own beginning as unknown was another's, and is shown with that one. */
function release(line: VisitLine, { epc, at, since, outcome, confidence }: EventOf<'custody.ended'>): void {
  const known = line.items.find((item) => item.epc === epc && item.from === since);
  if (outcome === 'unknown' && at === since) line.items = line.items.filter((item) => item !== known);
  else if (known) Object.assign(known, { to: at, outcome, confidence });
}

function closeZone(line: VisitLine, at: number): void {
  const last = line.zones.at(-1);
  if (last && last.to === null) last.to = at;
}

type OfferEvent = EventOf<'offer.decided' | 'offer.shown' | 'offer.failed' | 'offer.converted'>;

function addToOffer(offers: Map<string, Record<string, unknown>>, event: OfferEvent): void {
  if (event.type === 'offer.decided') {
    const { at, emittedAt, decision, offer, on, visit, zone, epc, sku, display, arm, reason, expires, detail } = event;
    offers.set(decision, {
      at,
      emittedAt,
      decision,
      offer,
      on,
      visit,
      zone,
      epc,
      sku,
      display,
      arm,
      reason,
      expires,
      detail,
      shownAt: null,
      failed: null,
      converted: null,
    });
    return;
  }
  const line = offers.get(event.decision);
  if (!line) return;
  if (event.type === 'offer.shown') line.shownAt = event.at;
  else if (event.type === 'offer.failed') line.failed = event.reason;
  else line.converted = { at: event.at, by: event.by, epc: event.epc, valueMinor: event.value };
}

function kpis(visits: readonly VisitLine[], totals: Readonly<Record<string, number>>): Record<string, number> {
  const items = visits.flatMap((visit) => visit.items);
  const ended = (outcome: string): number => items.filter((item) => item.outcome === outcome).length;
  return {
    visits: visits.length,
    identifiedVisits: visits.filter(({ visitor }) => visitor !== null).length,
    people: visits.reduce((sum, { party }) => sum + party, 0),
    itemsPicked: totals['item.picked'] ?? 0,
    itemsBought: ended('bought'),
    itemsReturned: ended('returned'),
    itemsLeft: ended('left'),
    itemsTaken: ended('taken'),
    itemsExited: totals['item.exited'] ?? 0,
    alerts: totals['alert.raised'] ?? 0,
    offersDecided: totals['offer.decided'] ?? 0,
    offersShown: totals['offer.shown'] ?? 0,
    sales: totals['sale.recorded'] ?? 0,
  };
}
