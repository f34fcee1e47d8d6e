import type { AntennaPlace } from '../floor-plan.ts';

/** True for antennas that watch people leave: portals, and plain antennas in an entrance or exit zone. */
export const isGate = (antenna: AntennaPlace): boolean =>
  antenna.kind === 'portal-inner' ||
  antenna.kind === 'portal-outer' ||
  (antenna.kind === 'zone' && (antenna.zone?.kind === 'exit' || antenna.zone?.kind === 'entrance'));

/** What the door counter says of a run: an `out` near it, none, or no counter to ask. */
export type DoorWitness = 'out' | 'none' | 'no-counter';
