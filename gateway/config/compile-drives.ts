import { type Action, channelOf, type Drive } from '../domain/actuators/action.ts';
import type { Actuator } from '../domain/actuators/actuator.ts';
import { asId, type DeviceId, type ZoneId } from '../domain/ids.ts';
import { type DurationMs, milliseconds } from '../domain/units.ts';
import { compileCondition } from './condition.ts';
import type { Config, DeviceConfig, OfferConfig } from './schema.ts';

export type ActuatorConfig = NonNullable<DeviceConfig['actuator']>;
type ActionConfig = Pick<ActuatorConfig['safe'], 'do' | 'channel' | 'brightness' | 'color' | 'name' | 'value' | 'arguments'>;

/** Kinds that people rely on to be shut or quiet. */
const GUARDING: ReadonlySet<ActuatorConfig['kind']> = new Set(['lock', 'gate', 'siren']);
/** Kinds that nobody may open after closing, unless store.yaml says otherwise. */
const SHUT_WHEN_CLOSED: ReadonlySet<ActuatorConfig['kind']> = new Set(['lock', 'gate']);

const wholeMs = (seconds: number): DurationMs => milliseconds(Math.round(seconds * 1_000));

/** Compiles what offers and rules drive. Everything has been checked, so nothing here can fail on what an operator wrote. */
export function createDriveCompiler({ devices }: Pick<Config, 'devices'>) {
  const kinds = new Map(devices.flatMap(({ id, actuator }) => (actuator ? [[id, actuator.kind] as const] : [])));
  /** `otherwise`: for how long, where a drive does not say. */
  return (drives: OfferConfig['actuators'], otherwise: number): readonly Drive[] =>
    drives.map((drive) => ({
      device: asId<DeviceId>(drive.device),
      action: compileAction(drive, kinds.get(drive.device) ?? 'relay'),
      forMs: wholeMs(drive.forS ?? otherwise),
    }));
}

/** The actuators of the shop, each with the channels that something speaks of. */
export function compileActuators({ devices, offers, rules }: Config, zoneOf: (device: DeviceId) => ZoneId | null): readonly Actuator[] {
  const compile = createDriveCompiler({ devices });
  const drives = [...offers, ...rules].flatMap(({ actuators }) => compile(actuators, 0));
  return devices.flatMap((device): Actuator[] => {
    const { actuator } = device;
    if (!actuator) return [];
    const id = asId<DeviceId>(device.id);
    const safe = compileAction(actuator.safe, actuator.kind);
    const asked = drives.filter((drive) => drive.device === id).map(({ action }) => channelOf(action));
    const never = compileCondition(actuator.never, 'interlock');
    return [
      {
        ...{ id, zone: zoneOf(id), safe },
        channels: [...new Set([channelOf(safe), ...asked])].sort((a, b) => a - b),
        maxOn: wholeMs(actuator.maxOnS),
        maxPerMinute: actuator.maxPerMinute,
        confirmWithin: wholeMs(actuator.confirmWithinS),
        mayWhenClosed: actuator.whenClosed === undefined ? !SHUT_WHEN_CLOSED.has(actuator.kind) : actuator.whenClosed === 'allowed',
        never: never.ok ? never.condition.evaluate : () => ({ ok: false, detail: never.message }),
        isGuarding: GUARDING.has(actuator.kind),
      },
    ];
  });
}

/** A light when it is one, or when it says how bright or of which colour; else a switch. */
export function compileAction(action: ActionConfig, kind: ActuatorConfig['kind']): Action {
  const { channel, brightness, color, name = '', value = '' } = action;
  switch (action.do) {
    case 'write':
      return { do: 'write', name, value };
    case 'call':
      return { do: 'call', name, arguments: action.arguments };
    default: {
      const on = action.do === 'on';
      const isLight = kind === 'light' || color !== undefined || brightness < 1;
      return isLight ? { do: 'light', on, brightness, color: color ?? null } : { do: 'switch', on, channel };
    }
  }
}
