import type { DeviceId, ZoneId } from '../ids.ts';
import type { Display, Offer } from '../shop.ts';

interface Showing {
  readonly until: number;
  readonly priority: number;
}

type ScreenChoice =
  | { readonly display: DeviceId; readonly free: true }
  | {
      readonly display: DeviceId | null;
      readonly free: false;
      readonly reason: 'no-display' | 'display-offline' | 'display-busy' | 'outranked';
    };

/** The shop's displays: which one can be read from where, and what each is busy with. */
export interface Screens {
  /**
   * The display for an offer in a zone: the one standing there, else one that faces it. Of several, one that is online and
   * free. Busy means that something of the same or a higher priority is on it; `outranked` that this came in the same moment.
   */
  choose(offer: Offer, zone: ZoneId | null, now: number): ScreenChoice;
  occupy(display: DeviceId, offer: Offer, now: number): void;
  /** The display has failed to show what was sent: it is free again. */
  release(display: DeviceId): void;
  /** Begins a new moment; what is occupied from here on outranks instead of being busy. */
  newMoment(): void;
  save(): unknown;
}

export const createScreens = (displays: readonly Display[], isOnline: (device: DeviceId) => boolean, saved?: unknown): Screens => {
  const showing = new Map(saved as (readonly [DeviceId, Showing])[] | undefined); // Written by save() below.
  const thisMoment = new Set<DeviceId>();

  const facing = (offer: Offer, zone: ZoneId | null): readonly DeviceId[] => {
    const { display } = offer;
    if (display.by === 'id') return displays.some((d) => d.id === display.display) ? [display.display] : [];
    const standing = displays.filter((d) => d.zone === zone);
    const looking = displays.filter((d) => d.zone !== zone && zone !== null && d.faces.includes(zone));
    return [...standing, ...looking].map((d) => d.id);
  };

  const isFree = (display: DeviceId, offer: Offer, now: number) => {
    const present = showing.get(display);
    return present === undefined || present.until <= now || (present.priority < offer.priority && !thisMoment.has(display));
  };

  return {
    choose: (offer, zone, now) => {
      const readable = facing(offer, zone);
      const first = readable[0];
      if (first === undefined) return { display: null, free: false, reason: 'no-display' };
      const online = readable.filter(isOnline);
      const busy = online[0];
      if (busy === undefined) return { display: first, free: false, reason: 'display-offline' };
      const free = online.find((display) => isFree(display, offer, now));
      if (free !== undefined) return { display: free, free: true };
      return { display: busy, free: false, reason: thisMoment.has(busy) ? 'outranked' : 'display-busy' };
    },
    occupy: (display, offer, now) => {
      showing.set(display, { until: now + offer.showFor, priority: offer.priority });
      thisMoment.add(display);
    },
    release: (display) => {
      showing.delete(display);
    },
    newMoment: () => thisMoment.clear(),
    save: () => [...showing],
  };
};
