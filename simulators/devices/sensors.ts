import type { Happening } from '../shop/happening.ts';
import { createCounters } from './counters.ts';
import {
  buttonReading,
  cardReading,
  climateReading,
  infoReading,
  presenceReading,
  saleReading,
  stateReading,
  statusReading,
} from './readings.ts';
import { createScales } from './scales.ts';
import { createSensorKit, type SensorKit, type SensorOptions } from './sensor-kit.ts';

/** How often a device without news says that it lives, ms. */
const ALIVE_EVERY = 60_000;

/** Everything in the shop that senses without radio, wired to what happens. Does nothing until `start`. */
export function createSensors(options: SensorOptions): { start(): void } {
  const kit = createSensorKit(options);
  const scales = createScales(kit);
  const counters = createCounters(kit);
  return {
    start() {
      kit.world.listen((happening) => react(kit, happening));
      greet(kit);
      scales.start();
      counters.start();
      stayAlive(kit);
    },
  };
}

function react(kit: SensorKit, happening: Happening): void {
  const { random, sayLater, ofRole, world } = kit;
  const { at } = happening;
  switch (happening.type) {
    case 'walked':
      sense(kit, happening.from, at);
      sense(kit, happening.zone, at);
      break;
    case 'tapped':
      sayLater(happening.device, at + random.int(50, 250), (said) => cardReading(said, happening.card));
      break;
    case 'sold': {
      const { receipt } = happening;
      if (receipt.till === null) break;
      sayLater(receipt.till, at + Math.round(receipt.delayMs), (said) => saleReading(said, receipt, world.layout.currency));
      break;
    }
    case 'pressed': {
      const button = ofRole('button')[0];
      if (button) sayLater(button.id, at, (said) => buttonReading(said, 'happy'));
      break;
    }
    default:
      break;
  }
}

/** The people in a zone that a presence sensor watches. */
function sense({ ofRole, world, random, sayLater }: SensorKit, zone: string | null, at: number): void {
  for (const device of ofRole('presence')) {
    if (zone === null || device.zone !== zone) continue;
    const people = [...world.people].filter((person) => person.zone === zone).reduce((sum, person) => sum + person.size, 0);
    sayLater(device.id, at + random.int(200, 900), (said) => presenceReading(said, people));
  }
}

function greet({ world, sayLater }: SensorKit): void {
  for (const { id, driver } of world.layout.devices.values()) {
    sayLater(id, world.now, (said) => statusReading(said, true), true);
    sayLater(id, world.now, (said) => infoReading(said, driver), true);
  }
}

function stayAlive(kit: SensorKit): void {
  const { ofRole, every, say, random } = kit;
  for (const { id } of ofRole('reader')) every(ALIVE_EVERY, (at) => say(id, at, (said) => statusReading(said, true), true));
  for (const { id } of ofRole('display')) every(ALIVE_EVERY, (at) => say(id, at, (said) => stateReading(said, 'idle'), true));
  for (const { zone } of ofRole('presence')) every(ALIVE_EVERY, (at) => sense(kit, zone, at));
  for (const { id } of ofRole('climate')) {
    // The air warms and cools over some hours.
    every(ALIVE_EVERY, (at) => {
      const humidity = round1(55 + random.normal(0, 0.4));
      say(id, at, (said) => climateReading(said, round1(24 + Math.sin(at / 4e6)), humidity));
    });
  }
}

const round1 = (value: number): number => Math.round(value * 10) / 10;
