import type { FloorPlan } from '../floor-plan.ts';
import type { DeviceId } from '../ids.ts';
import type { Counter } from '../shop.ts';

/** True for lines at the door; a shop whose counters all stand elsewhere counts with all of them. */
export const createIsDoor = (plan: FloorPlan): ((counter: Counter) => boolean) => {
  const atDoor = (counter: Counter) => ['entrance', 'exit'].includes(plan.zones.get(counter.zone)?.kind ?? '');
  const some = plan.shop.counters.some(atDoor);
  return (counter) => !some || atDoor(counter);
};

/** The line of a counter that a message speaks of; a counter with one line only need not name it. */
export const findCounter = (plan: FloorPlan, device: DeviceId, line: string): Counter | null => {
  const own = plan.shop.counters.filter((counter) => counter.device === device);
  return own.find((counter) => counter.line === line) ?? (own.length === 1 ? (own[0] ?? null) : null);
};

/** Names a line to people and in snapshots; unique. */
export const keyOf = (counter: Counter): string => `${counter.device}#${counter.line}`;
