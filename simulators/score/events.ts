import type { AlertLine, ItemEventType, ItemLine } from '../truth/lines.ts';
import { type Found, found, matchOneToOne, mean, median, ninthDecile, type Pair } from './match.ts';

interface EventScore extends Found {
  /** From the true moment until it was said, ms; null when nothing was matched. Nine of ten were said within the second. */
  readonly medianDelayMs: number | null;
  readonly ninthDecileDelayMs: number | null;
}

/** How far apart the true and the claimed moment may be, ms. */
const TOLERANCES: Readonly<Partial<Record<ItemEventType, number>>> = {
  picked: 20_000,
  put: 20_000,
  moved: 30_000,
  // A gateway that has just begun hears a whole shop arrive, reader by reader.
  arrived: 120_000,
  sold: 20_000,
  exited: 20_000,
};
/** These say where: the zone must be right too. */
const NEEDS_ZONE: ReadonlySet<ItemEventType> = new Set(['put', 'moved', 'arrived']);
const ALARM_TOLERANCE = 30_000;

export interface ItemScores {
  readonly byType: Readonly<Partial<Record<ItemEventType, EventScore>>>;
  /** Mean squared error of the confidence of what was claimed, over the types with a truth; 0 is perfect. */
  readonly brier: number | null;
}

/** Item events by type: same EPC, same type, near enough in time, one to one. */
export function scoreItems(truth: readonly ItemLine[], claimed: readonly ItemLine[]): ItemScores {
  const byType: Partial<Record<ItemEventType, EventScore>> = {};
  const errors: number[] = [];
  for (const [type, tolerance] of Object.entries(TOLERANCES) as [ItemEventType, number][]) {
    const real = truth.filter((line) => line.type === type);
    const said = claimed.filter((line) => line.type === type);
    const key = (line: ItemLine): string => (NEEDS_ZONE.has(type) ? `${line.epc} ${line.zone}` : line.epc);
    const pairs = matchOneToOne(real, said, { truth: key, claim: key }, within(tolerance));
    byType[type] = { ...found(real.length, said.length, pairs.length), ...delays(pairs) };
    const right = new Set(pairs.map((pair) => pair.claim));
    for (const line of said) errors.push(((right.has(line) ? 1 : 0) - line.confidence) ** 2);
  }
  return { byType, brier: mean(errors) };
}

export interface AlarmScore extends EventScore {
  readonly falsePer100Visits: number | null;
  /** Per day of 12 opening hours, at the rate of the recording; null for one without length. */
  readonly falsePerDay: number | null;
}

/** How much shop the alarms were raised in. */
export interface Exposure {
  readonly visits: number;
  readonly hours: number;
}

const OPENING_HOURS = 12;

/** Alarms of exactly one type: an unsold exit belongs to its EPC, a bulk only to its moment. Softer types accuse nobody and do not count. */
export function scoreAlarms(
  type: string,
  truth: readonly AlertLine[],
  claimed: readonly AlertLine[],
  { visits, hours }: Exposure,
): AlarmScore {
  const real = truth.filter((line) => line.type === type);
  const said = claimed.filter((line) => line.type === type);
  const key = (line: AlertLine): string => (type === 'unsold-exit' ? (line.epc ?? '') : '');
  const pairs = matchOneToOne(real, said, { truth: key, claim: key }, within(ALARM_TOLERANCE));
  const wrong = said.length - pairs.length;
  return {
    ...found(real.length, said.length, pairs.length),
    ...delays(pairs),
    falsePer100Visits: visits === 0 ? null : (100 * wrong) / visits,
    falsePerDay: hours === 0 ? null : (OPENING_HOURS * wrong) / hours,
  };
}

/** The first word of an exit, before it is sure: alerts that suspect it. */
const SUSPICION = 'exit-suspected';

/** From a true exit to its suspicion, ms; null where nothing was suspected rightly. The suspicion itself is judged by nobody. */
export function suspicionDelays(truth: readonly ItemLine[], claimed: readonly AlertLine[]): Delays {
  const real = truth.filter((line) => line.type === 'exited');
  const said = claimed.filter((line) => line.type === SUSPICION);
  const keys = { truth: (line: ItemLine) => line.epc, claim: (line: AlertLine) => line.epc ?? '' };
  return delays(matchOneToOne(real, said, keys, within(ALARM_TOLERANCE)));
}

interface Timed {
  readonly at: number;
  readonly emittedAt: number;
}

const within =
  (tolerance: number) =>
  (truth: Timed, claim: Timed): number | null => {
    const apart = Math.abs(truth.at - claim.at);
    return apart <= tolerance ? apart : null;
  };

export type Delays = Pick<EventScore, 'medianDelayMs' | 'ninthDecileDelayMs'>;

function delays(pairs: readonly Pair<Timed, Timed>[]): Delays {
  const waits = pairs.map(({ truth, claim }) => claim.emittedAt - truth.at);
  return { medianDelayMs: median(waits), ninthDecileDelayMs: ninthDecile(waits) };
}
