import type { DeviceReading } from '../../devices/kit/define-device.ts';
import type { DevicePlace, DeviceRole } from '../layout/layout.ts';
import { createRandom } from '../random.ts';
import type { RadioPreset } from '../scenarios/presets.ts';
import type { Happening } from '../shop/happening.ts';
import type { World } from '../shop/world.ts';
import type { DeviceClock } from './clock.ts';
import {
  buttonReading,
  cardReading,
  climateReading,
  countReading,
  infoReading,
  presenceReading,
  type Said,
  saleReading,
  stateReading,
  statusReading,
  weightReading,
} from './readings.ts';

export interface SensorOptions {
  readonly world: World;
  readonly preset: RadioPreset;
  readonly seed: number;
  readonly clocks: ReadonlyMap<string, DeviceClock>;
  /** Takes what a device says, at the true time of sending. */
  readonly say: (device: string, at: number, reading: DeviceReading, retain?: boolean) => void;
}

/** How often a device without news says that it lives, ms. */
const ALIVE_EVERY = 60_000;
const WEIGH_EVERY = 30_000;
/** Deviation of a scale at rest and while it swings, grams. */
const WEIGHT_NOISE = 1.5;
const SWING = 60;

/** Everything in the shop that senses without radio, wired to what happens. Does nothing until `start`. */
export function createSensors(options: SensorOptions): { start(): void } {
  const { world, clocks, say } = options;
  const { agenda, layout } = world;
  const random = createRandom(options.seed, 'sensors');
  const ofRole = (role: DeviceRole): DevicePlace[] => [...layout.devices.values()].filter((device) => device.roles.has(role));
  const said = (device: string, at: number): Said => ({ device, at: clocks.get(device)?.(at) ?? (at as Said['at']) });
  const tell = (device: string, at: number, make: (said: Said) => DeviceReading, retain = false): void => {
    agenda.book(at, () => say(device, at, make(said(device, at)), retain));
  };
  const every = (period: number, action: (at: number) => void): void => {
    const again = (at: number): void =>
      agenda.book(at, () => {
        action(at);
        again(at + period);
      });
    again(world.now + Math.floor(random.between(0, period)));
  };

  const weigh = (section: string, at: number, stable: boolean): void => {
    const scale = layout.sections.get(section)?.scale;
    if (!scale) return;
    const lying = world.stock(section).reduce((sum, item) => sum + item.weight, 0);
    const grams = Math.round(lying + random.normal(0, stable ? WEIGHT_NOISE : SWING));
    say(scale.device, at, weightReading(said(scale.device, at), scale.channel, grams, stable));
  };
  /** The pan swings for a second or two; the value counts when it stands. */
  const disturb = (section: string | null, at: number): void => {
    if (section === null || !layout.sections.get(section)?.scale) return;
    const swings = random.int(1, 3);
    for (let n = 1; n <= swings; n++) agenda.book(at + n * 250, () => weigh(section, at + n * 250, false));
    const calm = at + swings * 250 + random.int(300, 900);
    agenda.book(calm, () => weigh(section, calm, true));
  };
  const count = ({ at, direction, group }: Extract<Happening, { type: 'crossed' }>): void => {
    for (const device of ofRole('counter')) {
      if (random.chance(group > 1 ? options.preset.counterMissInGroup : options.preset.counterMiss)) continue;
      const inward = (direction === 'in') !== (device.counter?.swapped ?? false);
      const heads = { in: inward ? 1 : 0, out: inward ? 0 : 1 };
      tell(device.id, at + random.int(50, 400), (by) => countReading(by, device.counter?.line ?? '', heads));
    }
  };
  const sense = (zone: string | null, at: number): void => {
    for (const device of ofRole('presence')) {
      if (device.zone !== zone || zone === null) continue;
      const people = [...world.people].filter((person) => person.zone === zone).reduce((sum, person) => sum + person.size, 0);
      tell(device.id, at + random.int(200, 900), (by) => presenceReading(by, people));
    }
  };
  const react = (happening: Happening): void => {
    const { at } = happening;
    switch (happening.type) {
      case 'picked':
      case 'put':
      case 'arrived':
        disturb(happening.section, at);
        break;
      case 'crossed':
        count(happening);
        break;
      case 'walked':
        sense(happening.from, at);
        sense(happening.zone, at);
        break;
      case 'tapped':
        tell(happening.device, at + random.int(50, 250), (by) => cardReading(by, happening.card));
        break;
      case 'sold': {
        const till = ofRole('till')[0];
        if (till) tell(till.id, at + random.int(200, 2_500), (by) => saleReading(by, happening.receipt, layout.currency));
        break;
      }
      case 'pressed': {
        const button = ofRole('button')[0];
        if (button) tell(button.id, at, (by) => buttonReading(by, 'happy'));
        break;
      }
      default:
        break;
    }
  };
  const start = (): void => {
    world.listen(react);
    const begin = world.now;
    for (const device of layout.devices.values()) {
      tell(device.id, begin, (by) => statusReading(by, true), true);
      tell(device.id, begin, (by) => infoReading(by, device.driver), true);
      if (device.roles.has('reader')) every(ALIVE_EVERY, (at) => say(device.id, at, statusReading(said(device.id, at), true), true));
    }
    for (const { id } of ofRole('display')) every(ALIVE_EVERY, (at) => say(id, at, stateReading(said(id, at), 'idle'), true));
    for (const { id, counter } of ofRole('counter')) {
      every(ALIVE_EVERY, (at) => say(id, at, countReading(said(id, at), counter?.line ?? '', { in: 0, out: 0 })));
    }
    for (const { zone } of ofRole('presence')) every(ALIVE_EVERY, (at) => sense(zone, at));
    for (const section of layout.sections.values()) {
      weighAtStart(section.id);
      every(WEIGH_EVERY, (at) => weigh(section.id, at, true));
    }
    for (const { id } of ofRole('climate')) {
      every(ALIVE_EVERY, (at) =>
        say(id, at, climateReading(said(id, at), round1(24 + Math.sin(at / 4e6)), round1(55 + random.normal(0, 0.4)))),
      );
    }
  };
  const weighAtStart = (section: string): void => {
    const at = world.now;
    agenda.book(at, () => weigh(section, at, true));
  };
  return { start };
}

const round1 = (value: number): number => Math.round(value * 10) / 10;
