import { isUndone } from '../domain/actuators/actuator.ts';
import type { OfferNames } from './check-conditions.ts';
import { type ActuatorConfig, compileAction } from './compile-drives.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './problem.ts';
import type { OfferConfig } from './schema.ts';
import type { Finding } from './schema-problems.ts';

type Drives = OfferConfig['actuators'];

/** Actuators exist, are asked for something whole, and know the way back: what is written or called has a name and a safe state. */
export const checkDrives = (drives: Drives, path: Path, { devices, actuators }: OfferNames): Finding[] =>
  drives.flatMap(({ device, ...action }, index) => {
    const at = [...path, index];
    const known = actuators.get(device);
    if (known) return [...checkAction(action, at), ...checkWayBack(device, action, known, at)];
    const reason = devices.has(device) ? 'that device has no "actuator:" part' : 'no actuator of that name';
    const message = `${reason}${didYouMean(device, actuators.keys())}`;
    return [{ path: [...at, 'device'], message, got: device }, ...checkAction(action, at)];
  });

type ActionConfig = Omit<Drives[number], 'device' | 'forS'>;

export function checkAction({ do: what, name, value }: ActionConfig, path: Path): Finding[] {
  if (what !== 'write' && what !== 'call') return [];
  if (name === undefined) return [{ path, message: `"do: ${what}" needs "name:"` }];
  return what === 'write' && value === undefined ? [{ path, message: '"do: write" needs "value:"' }] : [];
}

/** The safe state undoes it. */
function checkWayBack(device: string, action: ActionConfig, { kind, safe }: ActuatorConfig, path: Path): Finding[] {
  const { do: what, name } = action;
  if (name === undefined || isUndone(compileAction(action, kind), compileAction(safe, kind))) return [];
  const message = `nothing takes this back: actuator.safe of ${device} must write "${name}", or call something`;
  return [{ path: [...path, 'do'], message, got: what }];
}
