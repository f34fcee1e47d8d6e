import type { DeviceReading } from '../devices/kit/define-device.ts';
import { createDeviceClock, type DeviceClock } from './devices/clock.ts';
import { createVoice, type DeviceOutput, type FindDriver } from './devices/message.ts';
import { createReaders } from './devices/readers.ts';
import { statusReading } from './devices/readings.ts';
import { createSensors } from './devices/sensors.ts';
import type { Layout } from './layout/layout.ts';
import { createRadio, type OnOutage } from './radio/radio.ts';
import { createRandom } from './random.ts';
import { drawWorld } from './scenarios/draw-world.ts';
import type { RadioPreset } from './scenarios/presets.ts';
import type { Scenario } from './scenarios/scenarios.ts';
import { openDoors } from './shop/arrivals.ts';
import { createWorld, type World } from './shop/world.ts';
import { createItemLog } from './truth/item-log.ts';
import type { Truth } from './truth/lines.ts';
import { createPlaceLog } from './truth/place-log.ts';
import { createShopLog } from './truth/shop-log.ts';
import { createVisitLog } from './truth/visit-log.ts';

export interface SimulationOptions {
  readonly layout: Layout;
  readonly scenario: Scenario;
  readonly preset: RadioPreset;
  readonly seed: number;
  /** Simulated time of the first moment, epoch ms. */
  readonly startAt: number;
  readonly findDriver: FindDriver;
  /** Simulated seconds per second of the devices' clocks: the speed of a live run; 1 when left out. */
  readonly pace?: number;
}

/** A shop in motion: messages of its devices on one side, what truly happened on the other. */
export interface Simulation {
  /** Messages sent up to `untilMs`, in order of time. Simulates as it is read; a second call goes on where the first ended. */
  next(untilMs: number): Generator<DeviceOutput, void, void>;
  /** What has happened so far. */
  truth(): Truth;
  /** The values of this seed's world. */
  readonly preset: RadioPreset;
  readonly startAt: number;
  /** When the scenario ends. */
  readonly endAt: number;
}

/** Length of a radio round, ms: everything moves, all readers read, then devices report. */
const ROUND = 200;

/** Builds the simulated shop. The same options give the same messages and the same truth, byte for byte. */
export function createSimulation(options: SimulationOptions): Simulation {
  const { layout, scenario, seed, startAt } = options;
  const preset = drawWorld(options.preset, seed);
  const world = createWorld(layout, scenario, seed, startAt, preset.unruly);
  const clocks = new Map([...layout.devices.keys()].map((id) => [id, createDeviceClock(id, preset, seed, startAt, options.pace ?? 1)]));
  const speakers = new Map([...layout.devices.values()].map((device) => [device.id, createVoice(layout, device, options.findDriver)]));
  const readers = createReaders(layout, speakers, clocks);
  let outbox: DeviceOutput[] = [];
  const say = (device: string, at: number, reading: DeviceReading, retain?: boolean): void => {
    outbox.push(...(speakers.get(device)?.([reading], at, retain) ?? []));
  };
  const radio = createRadio(world, layout, preset, seed, tellOutages(world, preset, seed, clocks, say));
  const readTruth = keepTruth(world);
  createSensors({ world, preset, seed, clocks, say }).start();
  openDoors(world, seed, preset);

  function* next(untilMs: number): Generator<DeviceOutput, void, void> {
    while (world.now + ROUND <= untilMs) {
      const before = world.now;
      world.advance(before + ROUND);
      readers.hear(radio.round());
      const sent = [...outbox, ...readers.report(world.now)].sort((a, b) => a.at - b.at);
      outbox = [];
      yield* sent;
    }
  }
  return { next, truth: readTruth, preset, startAt, endAt: startAt + scenario.durationMs };
}

/** Half of the outages come with a word: the last will when the line breaks, a greeting when it is back. */
function tellOutages(
  world: World,
  preset: RadioPreset,
  seed: number,
  clocks: ReadonlyMap<string, DeviceClock>,
  say: (device: string, at: number, reading: DeviceReading, retain?: boolean) => void,
): OnOutage {
  const random = createRandom(seed, 'outages');
  const boots = new Map<string, number>();
  const told = new Set<string>();
  return (device, at, isOver) => {
    if (!isOver && random.chance(preset.outagesTold)) told.add(device);
    if (!told.has(device)) return;
    if (isOver) told.delete(device);
    const boot = (boots.get(device) ?? 1) + (isOver ? 1 : 0);
    boots.set(device, boot);
    world.agenda.book(at, () => {
      const clock = clocks.get(device);
      if (clock) say(device, at, statusReading({ device, at: clock(at) }, isOver, boot), true);
    });
  };
}

function keepTruth(world: World): () => Truth {
  const visits = createVisitLog(world.layout);
  const items = createItemLog(world);
  const shop = createShopLog(world);
  const places = createPlaceLog(world);
  for (const log of [visits, items, shop, places]) world.listen((happening) => log.hear(happening));
  return () => {
    const told = visits.lines();
    const of = (outcome: string): number =>
      told.reduce((sum, visit) => sum + visit.items.filter((item) => item.outcome === outcome).length, 0);
    return {
      visits: told,
      items: items.items(),
      places: places.places,
      alerts: items.alerts(),
      shelves: shop.shelves,
      footfall: shop.footfall,
      kpis: {
        visits: told.length,
        people: told.reduce((sum, visit) => sum + visit.party, 0),
        identifiedVisits: told.filter((visit) => visit.visitor !== null).length,
        itemsBought: of('bought'),
        itemsTaken: of('taken'),
        itemsReturned: of('returned'),
        itemsLeft: of('left'),
        revenueMinor: shop.revenueMinor,
      },
    };
  };
}
