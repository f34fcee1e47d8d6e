import type { OfferNames } from './check-conditions.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './problem.ts';
import type { OfferConfig } from './schema.ts';
import type { Finding } from './schema-problems.ts';

/** Actuators exist and are asked for something whole: what is written or called has a name. */
export const checkDrives = (drives: OfferConfig['actuators'], path: Path, { devices, actuators }: OfferNames): Finding[] =>
  drives.flatMap(({ device, ...action }, index) => {
    const at = [...path, index];
    const isKnown = actuators.has(device);
    const reason = devices.has(device) ? 'that device has no "actuator:" part' : 'no actuator of that name';
    const unknown: Finding[] = isKnown
      ? []
      : [{ path: [...at, 'device'], message: `${reason}${didYouMean(device, actuators)}`, got: device }];
    return [...unknown, ...checkAction(action, at)];
  });

export function checkAction({ do: what, name, value }: Omit<OfferConfig['actuators'][number], 'device' | 'forS'>, path: Path): Finding[] {
  if (what !== 'write' && what !== 'call') return [];
  if (name === undefined) return [{ path, message: `"do: ${what}" needs "name:"` }];
  return what === 'write' && value === undefined ? [{ path, message: '"do: write" needs "value:"' }] : [];
}
