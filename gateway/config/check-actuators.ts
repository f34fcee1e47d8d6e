import { checkCondition, type OfferNames } from './check-conditions.ts';
import { checkAction } from './check-drives.ts';
import type { PartialConfig } from './partial-config.ts';
import type { Finding } from './schema-problems.ts';

/** What an actuator must never do compiles; its safe state is something whole. */
export function checkActuators({ devices }: PartialConfig, names: OfferNames): Finding[] {
  return devices.flatMap(({ index, value: { actuator } }) => {
    if (actuator === undefined) return [];
    const path = ['devices', index, 'actuator'];
    return [
      ...checkCondition(actuator.never, [...path, 'never'], names, 'interlock').findings,
      ...checkAction(actuator.safe, [...path, 'safe']),
    ];
  });
}
