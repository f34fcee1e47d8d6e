import type { AntennaPlace } from '../layout/layout.ts';
import type { Item } from './goods.ts';
import type { CreateLocator } from './locator.ts';

/** How reluctantly an item changes its antenna. */
export interface MobilityProfile {
  /** Lead that another antenna needs while the item is well read at its own, dB. */
  readonly threshold: number;
  /** By how much that lead falls, dB per ms without a read at its own. */
  readonly slope: number;
  /** For how long it does not fall, ms. */
  readonly holdoff: number;
}

/** `config/mobility/retail_garment.json` and `asset_tracking.json` of the RSP controller. */
export const GARMENT: MobilityProfile = { threshold: 6, slope: -0.0005, holdoff: 60_000 };
export const ASSET: MobilityProfile = { threshold: 6, slope: -0.008, holdoff: 0 };

const WINDOW = 20;
/** An antenna with fewer reads takes nothing over. */
const LEAST_READS = 3;

interface Window {
  readonly antenna: AntennaPlace;
  readonly milliwatts: Float64Array;
  next: number;
  reads: number;
  last: number;
}

interface Tracked {
  readonly windows: Window[];
  own: Window;
}

/**
 * The tag tracking of Intel's RSP controller and of EdgeX app-rfid-llrp-inventory: the mean of the last 20 reads per antenna, in mW;
 * another antenna takes over when its mean leads by w = min(T, m Δt + b), b = T - m A, Δt since the last read at the own one.
 * @see github.com/intel/rsp-sw-toolkit-gw inventory/RssiAdjuster.java, tag/TagStats.java, tag/Tag.java
 */
export const createMobilityProfile =
  ({ threshold, slope, holdoff }: MobilityProfile): CreateLocator =>
  (found) => {
    const tracked = new Map<Item, Tracked>();
    const leadNeeded = (unread: number): number => Math.min(threshold, slope * unread + threshold - slope * holdoff);
    return {
      hear(item, antenna, rssi, at) {
        let tag = tracked.get(item);
        if (!tag) {
          const own = emptyWindow(antenna);
          tag = { windows: [own], own };
          tracked.set(item, tag);
        }
        const window = windowOf(tag, antenna);
        add(window, rssi, at);
        if (window !== tag.own && window.reads >= LEAST_READS && meanOf(window) > meanOf(tag.own) + leadNeeded(at - tag.own.last)) {
          tag.own = window;
        }
        found(item, tag.own.antenna, at);
      },
      tick: () => undefined,
    };
  };

const emptyWindow = (antenna: AntennaPlace): Window => ({ antenna, milliwatts: new Float64Array(WINDOW), next: 0, reads: 0, last: 0 });

function windowOf(tag: Tracked, antenna: AntennaPlace): Window {
  const known = tag.windows.find((window) => window.antenna === antenna);
  if (known) return known;
  const window = emptyWindow(antenna);
  tag.windows.push(window);
  return window;
}

function add(window: Window, rssi: number, at: number): void {
  window.milliwatts[window.next] = 10 ** (rssi / 10);
  window.next = (window.next + 1) % WINDOW;
  window.reads = Math.min(WINDOW, window.reads + 1);
  window.last = at;
}

function meanOf({ milliwatts, reads }: Window): number {
  let sum = 0;
  for (let index = 0; index < reads; index++) sum += milliwatts[index] ?? 0;
  return reads === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(sum / reads);
}
