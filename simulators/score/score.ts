import type { ShelfLine, Truth } from '../truth/lines.ts';
import { type AlarmScore, type Delays, type ItemScores, scoreAlarms, scoreItems, suspicionDelays } from './events.ts';
import { occupancyError, type StockScores, scoreStock } from './levels.ts';
import { mean } from './match.ts';
import { type PlaceLine, type PlaceScores, scorePlaces } from './places.ts';
import { scoreVisits, type VisitScores } from './visits.ts';

/** What is compared: the lines of a replay's output, or of a truth. Only a truth has places. */
export interface Output extends Pick<Truth, 'visits' | 'items' | 'alerts' | 'footfall'> {
  readonly shelves: readonly (ShelfLine & { readonly state?: string | undefined })[];
  readonly places?: readonly PlaceLine[];
  /** From when to when the recording goes, epoch ms; without it, from the first to the last moment of the lines. */
  readonly span?: readonly [number, number] | undefined;
}

export interface Score extends StockScores {
  /** Length of what the truth speaks of. */
  readonly hours: number;
  /** Null when the truth does not say where things were. */
  readonly places: PlaceScores | null;
  readonly items: ItemScores;
  readonly suspicion: Delays;
  readonly visits: VisitScores;
  readonly alarms: AlarmScore;
  readonly bulks: AlarmScore;
  /** People, mean absolute difference. */
  readonly occupancyError: number | null;
  /** The F1 that the composite is made of; null where neither side has anything. */
  readonly parts: Readonly<Record<CompositePart, number | null>>;
  /** Mean of the parts that are not null. */
  readonly composite: number | null;
}

export type CompositePart = 'place' | 'move' | 'visit' | 'association' | 'exit' | 'alarm';

/** The one type of alert that accuses somebody. */
const ACCUSATION = 'unsold-exit';
const HOUR = 3_600_000;

/** Compares a gateway's output with the truth. Pure; equal outputs score 1 everywhere that the truth has anything. */
export function scoreOutput(truth: Output, claimed: Output): Score {
  const [start, last] = timeOf(truth);
  const end = Math.max(last, timeOf(claimed)[1]);
  const hours = Math.max(0, last - start) / HOUR;
  const exposure = { visits: truth.visits.length, hours };
  const places = scorePlaces({ places: truth.places ?? [], items: truth.items }, claimed.items, end);
  const items = scoreItems(truth.items, claimed.items);
  const visits = scoreVisits(truth.visits, claimed.visits, end);
  const alarms = scoreAlarms(ACCUSATION, truth.alerts, claimed.alerts, exposure);
  const parts = {
    place: places?.away.f1 ?? null,
    move: items.byType.moved?.f1 ?? null,
    visit: visits.visits.f1,
    association: visits.associationWithOutcome.f1,
    exit: items.byType.exited?.f1 ?? null,
    alarm: alarms.f1,
  };
  return {
    hours,
    places,
    items,
    suspicion: suspicionDelays(truth.items, claimed.alerts),
    visits,
    alarms,
    bulks: scoreAlarms('bulk', truth.alerts, claimed.alerts, exposure),
    occupancyError: occupancyError(truth.footfall, claimed.footfall),
    ...scoreStock(truth.shelves, claimed.shelves),
    parts,
    composite: mean(Object.values(parts).filter((part) => part !== null)),
  };
}

/** The time that one side speaks of; open visits end with it. [0, 0] for silence. */
function timeOf({ items, visits, footfall, places = [], span }: Output): readonly [number, number] {
  if (span !== undefined) return span;
  let first = Infinity;
  let last = 0;
  const see = (at: number): void => {
    first = Math.min(first, at);
    last = Math.max(last, at);
  };
  for (const { at } of items) see(at);
  for (const { at } of footfall) see(at);
  for (const { at } of places) see(at);
  for (const { start, end } of visits) {
    see(start);
    see(end ?? start);
  }
  return first === Infinity ? [0, 0] : [first, last];
}
