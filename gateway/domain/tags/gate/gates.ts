import type { AntennaPlace, FloorPlan } from '../../floor-plan.ts';
import type { ZoneId } from '../../ids.ts';
import { isGate } from '../gate.ts';

/** One way out of the shop, with all antennas that watch it. */
export interface Gate {
  readonly index: number;
  readonly zone: ZoneId | null;
  /** True when it has an inner and an outer antenna, whose order in time tells the direction. */
  readonly directed: boolean;
}

/** The gates of a shop: antennas that share a zone or a reader watch the same one. By antenna index; null for all other antennas. */
export const findGates = (plan: FloorPlan): readonly (Gate | null)[] => {
  const groups: AntennaPlace[][] = [];
  for (const antenna of plan.antennas.filter(isGate)) {
    const same = groups.filter((group) => group.some((other) => other.device === antenna.device || other.zone === antenna.zone));
    for (const group of same) groups.splice(groups.indexOf(group), 1);
    groups.push([...same.flat(), antenna]);
  }
  const gates = new Map<number, Gate>();
  for (const [index, group] of groups.entries()) {
    const directed = group.some(({ kind }) => kind === 'portal-inner') && group.some(({ kind }) => kind === 'portal-outer');
    const gate = { index, zone: group.find(({ zone }) => zone !== null)?.zone?.id ?? null, directed };
    for (const antenna of group) gates.set(antenna.index, gate);
  }
  return plan.antennas.map(({ index }) => gates.get(index) ?? null);
};
