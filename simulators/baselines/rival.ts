import type { DeviceReading } from '../../devices/kit/define-device.ts';
import type { Output } from '../score/score.ts';
import { createDoor } from './door.ts';
import { createFixedWindow } from './fixed-window.ts';
import { giveTrips } from './give.ts';
import type { Goods } from './goods.ts';
import { createLastReader } from './last-reader.ts';
import type { CreateLocator } from './locator.ts';
import { ASSET, createMobilityProfile, GARMENT } from './mobility-profile.ts';
import { createShelves } from './shelves.ts';
import { createSmurf } from './smurf.ts';
import { createTill } from './till.ts';
import { createTrips, type GateRule } from './trips.ts';

/** A simpler way to do what the gateway does, to be compared with. */
export interface RivalKind {
  /** Null: nothing ever moves. */
  readonly locator: CreateLocator | null;
  readonly gate: GateRule;
  readonly tillAntennaSells?: true;
}

const PEER = { gate: { silence: 30_000, leastReads: 2 }, tillAntennaSells: true } as const;

export const RIVALS: Readonly<Record<string, RivalKind>> = {
  null: { locator: null, gate: { silence: Infinity, leastReads: Infinity } },
  'last-reader': { locator: createLastReader, gate: { silence: 15_000, leastReads: 2 } },
  'fixed-window': { locator: createFixedWindow, gate: { silence: 10_000, leastReads: 2 } },
  smurf: { locator: createSmurf, gate: { silence: 10_000, leastReads: 2 } },
  'profile-garment': { locator: createMobilityProfile(GARMENT), ...PEER },
  'profile-asset': { locator: createMobilityProfile(ASSET), ...PEER },
};

export interface Rival {
  hear(reading: DeviceReading, receivedAt: number): void;
  /** Comes once for every second of the recording, before what was received in it. */
  tick(now: number): void;
  /** What it has to say, in the form of a replay's output. */
  output(): Output;
}

/** Read strength where a reader does not say, dBm: all equal, so that only the number of reads tells. */
const UNKNOWN_RSSI = -65;

/** A rival with the doors and tills that all of them share; they differ in where they think an item is. */
export function createRival({ locator: create, gate, tillAntennaSells }: RivalKind, goods: Goods): Rival {
  const { devices, staffTags } = goods.layout;
  const door = createDoor([...devices.values()].some(({ counter }) => counter !== null));
  const till = createTill();
  const shelves = createShelves(goods);
  const trips = createTrips({ goods, till, gate, tillAntennaSells: tillAntennaSells === true, onPlace: shelves.place });
  const locator = create?.(trips.found) ?? null;
  const staff = new Set(staffTags);
  const totals = new Map<string, readonly [number, number]>();
  let isStarted = false;

  const hearTag = (epc: string, device: string, port: number, rssi: number, at: number): void => {
    const antenna = goods.antennaOf(device, port);
    if (!antenna || staff.has(epc)) return;
    const item = goods.itemOf(epc);
    if (item === null) {
      if (epc.startsWith('2D')) door.card(epc, antenna.zone, at);
      return;
    }
    if (locator === null) return;
    trips.read(item, antenna, at);
    locator.hear(item, antenna, rssi, at);
  };
  return {
    hear(reading, at) {
      switch (reading.kind) {
        case 'tag':
          hearTag(reading.epc, reading.device, reading.antenna, reading.rssi ?? UNKNOWN_RSSI, at);
          break;
        case 'card':
          door.card(reading.card.toUpperCase(), devices.get(reading.device)?.zone ?? null, at);
          break;
        case 'count': {
          const counter = devices.get(reading.device)?.counter;
          if (!counter) break;
          const before = totals.get(`${reading.device} ${reading.line}`) ?? null;
          totals.set(`${reading.device} ${reading.line}`, [reading.in, reading.out]);
          const heads = reading.form === 'increment' ? [reading.in, reading.out] : grown(before, [reading.in, reading.out]);
          const [came = 0, went = 0] = counter.swapped ? heads.toReversed() : heads;
          door.count(counter.zone, { in: came, out: went }, at);
          break;
        }
        case 'sale':
          till.sell(reading, at);
          break;
        default:
          break;
      }
    },
    tick(now) {
      if (!isStarted) shelves.start(now);
      isStarted = true;
      door.tick(now);
      locator?.tick(now);
      trips.tick(now);
    },
    output: () => ({
      visits: giveTrips(trips.trips, door.visits, till),
      items: trips.items,
      alerts: trips.alerts,
      shelves: shelves.lines,
      footfall: door.footfall,
    }),
  };
}

/** Heads since the last total; a counter that began anew counts from 0. */
function grown(before: readonly [number, number] | null, now: readonly [number, number]): readonly number[] {
  if (before === null) return [0, 0];
  return now.map((total, index) => (total >= (before[index] ?? 0) ? total - (before[index] ?? 0) : total));
}
