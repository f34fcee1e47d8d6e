import type { DeviceId, ZoneId } from '../ids.ts';
import type { Display } from '../shop.ts';
import type { Offer, Target } from './offer.ts';

/** A display that failed to prove something is asked last for so long. */
const SUSPECT_MS = 300_000;

interface Showing {
  readonly until: number;
  readonly priority: number;
}

type ScreenChoice =
  | { readonly free: true; readonly displays: readonly DeviceId[] }
  | {
      readonly free: false;
      /** The one that stands in the way; null when there is none at all. */
      readonly display: DeviceId | null;
      readonly reason: 'no-display' | 'display-offline' | 'display-busy' | 'outranked';
    };

/** The shop's displays: which one can be read from where, and what each is busy with. */
export interface Screens {
  /**
   * The displays for an offer in a zone. `nearest`: one, standing there before one that faces it; of several, one that is online,
   * free and known to prove what it shows. `all` and `zone`: those of them that are online and free. Busy means that something of
   * the same or a higher priority is on it; `outranked` that this came in the same moment. `tried` are not asked again.
   */
  choose(offer: Pick<Offer, 'target' | 'priority'>, zone: ZoneId | null, now: number, tried?: readonly DeviceId[]): ScreenChoice;
  occupy(display: DeviceId, offer: Pick<Offer, 'showFor' | 'priority'>, now: number): void;
  /** The display has failed to show what was sent: it is free again, and not to be trusted for a while. */
  failed(display: DeviceId, now: number): void;
  /** The display has proved that it shows. */
  proved(display: DeviceId): void;
  /** Begins a new moment; what is occupied from here on outranks instead of being busy. */
  newMoment(): void;
  save(): unknown;
}

interface Saved {
  readonly showing: readonly (readonly [DeviceId, Showing])[];
  readonly suspects: readonly (readonly [DeviceId, number])[];
}

export const createScreens = (displays: readonly Display[], isOnline: (device: DeviceId) => boolean, saved?: unknown): Screens => {
  const before = (saved as Saved | undefined) ?? { showing: [], suspects: [] }; // Written by save() below.
  const showing = new Map(before.showing);
  const suspects = new Map(before.suspects);
  const thisMoment = new Set<DeviceId>();

  const readableFrom = new Map<ZoneId, readonly DeviceId[]>();
  for (const zone of new Set(displays.flatMap((display) => [display.zone, ...display.faces]))) {
    const standing = displays.filter((display) => display.zone === zone);
    const facing = displays.filter((display) => display.zone !== zone && display.faces.includes(zone));
    readableFrom.set(
      zone,
      [...standing, ...facing].map((display) => display.id),
    );
  }
  const everywhere = displays.map((display) => display.id);

  const meant = (target: Target, zone: ZoneId | null): readonly DeviceId[] => {
    switch (target.by) {
      case 'id':
        return everywhere.filter((id) => id === target.display);
      case 'zone':
        return displays.filter((display) => display.zone === target.zone).map((display) => display.id);
      case 'all':
        return zone === null ? everywhere : (readableFrom.get(zone) ?? []);
      case 'nearest':
        return zone === null ? [] : (readableFrom.get(zone) ?? []);
      case 'none':
        return [];
    }
  };

  const isFree = (display: DeviceId, priority: number, now: number) => {
    const present = showing.get(display);
    return present === undefined || present.until <= now || (present.priority < priority && !thisMoment.has(display));
  };
  const isSuspect = (display: DeviceId, now: number) => now - (suspects.get(display) ?? Number.NEGATIVE_INFINITY) < SUSPECT_MS;

  return {
    choose: ({ target, priority }, zone, now, tried = []) => {
      const readable = meant(target, zone).filter((display) => !tried.includes(display));
      const first = readable[0];
      if (first === undefined) return { display: null, free: false, reason: 'no-display' };
      const online = readable.filter(isOnline);
      const busy = online[0];
      if (busy === undefined) return { display: first, free: false, reason: 'display-offline' };
      const free = online.filter((display) => isFree(display, priority, now));
      const trusted = free.filter((display) => !isSuspect(display, now));
      const best = trusted[0] ?? free[0];
      if (best === undefined) return { display: busy, free: false, reason: thisMoment.has(busy) ? 'outranked' : 'display-busy' };
      return { free: true, displays: target.by === 'all' || target.by === 'zone' ? free : [best] };
    },
    occupy: (display, { showFor, priority }, now) => {
      showing.set(display, { until: now + showFor, priority });
      thisMoment.add(display);
    },
    failed: (display, now) => {
      showing.delete(display);
      suspects.set(display, now);
    },
    proved: (display) => {
      suspects.delete(display);
    },
    newMoment: () => thisMoment.clear(),
    save: (): Saved => ({ showing: [...showing], suspects: [...suspects] }),
  };
};
