import type { FloorPlan } from '../floor-plan.ts';
import { clip } from '../statistics.ts';
import type { Instant } from '../units.ts';
import type { Roll } from './roll.ts';
import type { StayLaw } from './stay-law.ts';
import { answerGap, type Visit } from './visit.ts';

/** A counter that cannot be wrong must have nobody inside for this long until it is believed of every visit. */
const EMPTY_FOR_MS = 30_000;
/** No visit is open and nobody has crossed the door for this long: nobody is there. */
const NOBODY_LEFT_MS = 600_000;
/** After closing time people are seen out within this time. */
const SEEN_OUT_MS = 900_000;
/** A visit of which nothing was seen since the door may last this many usual stays. */
const LONG_STAYS = 4;
/** So many of its usual gaps a card is silent, until it is believed to have left though a working counter counted nobody. */
const SILENT_GAPS = 6.5;

export interface SavedEnding {
  readonly minute: number;
  /** When somebody last crossed the door, or a visit was open, epoch ms. */
  readonly lastSign: number;
  /** Since when the shop is closed; null while it is open. */
  readonly closedSince: number | null;
}

export const freshEnding: SavedEnding = { minute: 0, lastSign: 0, closedSince: null };

/** How visits end that nobody saw end: in silence, in an empty shop, with closing time and with the day. */
export interface Ending {
  /** Somebody came or went through the door. */
  crossed(at: number): void;
  tick(now: Instant): void;
  save(): SavedEnding;
}

interface EndingOptions {
  readonly plan: FloorPlan;
  readonly roll: Roll;
  readonly stays: StayLaw;
  readonly hasCounter: boolean;
  /** True while some counter at the door works. */
  isCounting(): boolean;
  /** One standard deviation of how many the counter has inside, people. */
  uncertainty(): number;
  /** Since when the counter has nobody inside; null while it has somebody, or is no counter. */
  emptySince(): number | null;
  /** Decides who left in the bursts of which that is still open. */
  settleAll(now: Instant): void;
  /** True while it may be this visit or another that left. */
  isUndecided(visit: Visit): boolean;
  /** All visits have been over for a while, and nobody has crossed the door since. */
  nobodyLeft(at: Instant): void;
}

export const createEnding = (options: EndingOptions, saved: SavedEnding): Ending => {
  const { plan, roll, stays, hasCounter } = options;
  const { settings, localTime, isOpen } = plan.shop;
  let { minute, lastSign, closedSince } = saved;

  /** A visit without any sign since the door ended after a usual stay, as far as anybody can tell. */
  const guess = (visit: Visit, until: number): number =>
    visit.lastSeen > visit.opened ? visit.lastSeen : clip(Math.round(visit.opened + 1_000 * stays.median('')), visit.opened, until);

  const end = (visit: Visit, by: 'silence' | 'closing' | 'counter', now: number) => {
    if (visit.leaving !== null) return roll.close(visit, visit.leaving.at, visit.leaving.by);
    return roll.close(visit, guess(visit, now), by);
  };

  /** Its card was at the door, but the counter counted nobody out: people walk past the gate inside, too. Its silence has to tell. */
  const comesBackWithin = (visit: Visit): number => {
    const { silence, mergeGap } = settings.visits;
    if (visit.leaving?.by !== 'card' || !visit.answersRadio || !options.isCounting()) return mergeGap;
    return clip(SILENT_GAPS * answerGap(visit), mergeGap, silence);
  };

  const endInSilence = (now: Instant) => {
    const { silence, longest } = settings.visits;
    for (const visit of [...roll.open.values()]) {
      if (options.isUndecided(visit)) continue;
      if (visit.leaving !== null) {
        if (now - visit.leaving.at >= comesBackWithin(visit)) end(visit, 'silence', now);
        continue;
      }
      // The counter would have seen it go: its silence is no sign, only its length is.
      const isUnseen = hasCounter && visit.lastSeen === visit.opened;
      const patience = isUnseen ? Math.max(silence, 1_000 * LONG_STAYS * stays.median('')) : silence;
      if (now - visit.lastSeen >= patience || now - visit.opened >= longest) end(visit, 'silence', now);
    }
  };

  /** The more a counter may be wrong, the longer nobody has to cross the door: people who are there after all leave in a usual stay. */
  const emptyFor = (): number => EMPTY_FOR_MS + 1_000 * stays.median('') * options.uncertainty() ** 2;

  /** The counter has nobody inside: those of whom nothing was seen since went uncounted. */
  const endInEmptyShop = (since: number, now: Instant) => {
    options.settleAll(now);
    for (const visit of [...roll.open.values()]) if (visit.leaving !== null || visit.lastSeen <= since) end(visit, 'counter', since);
  };

  const endDay = (now: Instant) => {
    const thisMinute = Math.floor(now / 60_000);
    if (thisMinute === minute) return;
    minute = thisMinute;
    closedSince = isOpen(now) ? null : (closedSince ?? now);
    if (roll.open.size === 0) return;
    const today = localTime(now).date;
    const isNight = closedSince !== null && now - closedSince >= SEEN_OUT_MS;
    for (const visit of [...roll.open.values()]) {
      const isQuiet = now - visit.lastSeen >= SEEN_OUT_MS / 2;
      if (localTime(visit.opened).date !== today || (isNight && isQuiet)) end(visit, 'closing', now);
    }
  };

  return {
    crossed: (at) => {
      lastSign = Math.max(lastSign, at);
      // Whoever comes and goes after hours is let in by somebody: the shop is not empty yet.
      if (closedSince !== null) closedSince = at;
    },
    tick: (now) => {
      const emptySince = options.emptySince();
      if (roll.open.size > 0 && emptySince !== null && now - emptySince >= emptyFor()) endInEmptyShop(emptySince, now);
      if (roll.open.size > 0) endInSilence(now);
      endDay(now);
      if (roll.open.size > 0) lastSign = now;
      else if (lastSign > 0 && now - lastSign >= NOBODY_LEFT_MS) {
        lastSign = 0;
        options.nobodyLeft(now);
      }
    },
    save: () => ({ minute, lastSign, closedSince }),
  };
};
