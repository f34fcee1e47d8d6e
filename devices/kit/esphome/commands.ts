import type { DeviceCommand, LightCommand, Outgoing } from '../command.ts';
import type { DeviceReading } from '../define-device.ts';
import type { JsonObject } from '../json.ts';

export interface EsphomeNames {
  /** Object ids in the order of the channels. */
  readonly switches: readonly string[];
  readonly light: string;
}

const levelOf = (brightness: number): number => Math.min(255, Math.max(1, Math.round(brightness * 255)));

/** `<prefix>/<component>/<object id>/command`; nothing for an entity that store.yaml does not name. */
export function esphomeCommand(command: DeviceCommand, address: string, { switches, light }: EsphomeNames): readonly Outgoing[] {
  const say = (entity: string, payload: string): readonly Outgoing[] => [
    { via: 'mqtt', topic: `${address}/${entity}/command`, bytes: Buffer.from(payload) },
  ];
  if (command.kind === 'switch') {
    const objectId = switches[command.channel];
    // A switch of this firmware keeps no time.
    return objectId === undefined || command.forMs !== null ? [] : say(`switch/${objectId}`, command.on ? 'ON' : 'OFF');
  }
  return command.kind === 'light' && light !== '' ? say(`light/${light}`, JSON.stringify(lightWords(command))) : [];
}

function lightWords({ on, brightness, color, forMs }: LightCommand): JsonObject {
  if (!on) return { state: 'OFF' };
  const [r, g, b] = [1, 3, 5].map((from) => Number.parseInt((color ?? '').slice(from, from + 2), 16));
  return {
    state: 'ON',
    brightness: levelOf(brightness),
    ...(color === null ? {} : { color: { r, g, b } }),
    // Seconds after which the lamp is what it was before.
    ...(forMs === null ? {} : { flash: forMs / 1_000 }),
  };
}

/** The entity's own state. */
export function esphomeConfirms(command: DeviceCommand, reading: DeviceReading): boolean {
  if (reading.kind !== 'state') return false;
  const { values } = reading;
  if (command.kind === 'switch') return values[`switch${command.channel}`] === command.on;
  if (command.kind !== 'light' || values.light !== command.on) return false;
  return !command.on || values.lightBrightness === undefined || values.lightBrightness === levelOf(command.brightness);
}
