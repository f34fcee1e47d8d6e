import type { Emit } from '../capability.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Epc, Gtin, ZoneId } from '../ids.ts';
import { createDoubts, type SavedDoubts } from './doubts.ts';
import { createDueWheel, type SavedWheel } from './due-wheel.ts';
import { createGateWatch } from './gate/gate-watch.ts';
import type { DoorWitness } from './gate.ts';
import { createGroupClocks, type SavedClocks } from './group-clocks.ts';
import type { SavedHeard } from './heard.ts';
import { createRadioGroups, type SavedGroups } from './radio-groups.ts';
import { createReaderUptime, type SavedUptime } from './reader-uptime.ts';
import { createScaleSteps, type SavedSteps } from './scale-steps.ts';
import { loadTag, type Tag } from './tag.ts';
import type { TagWorld } from './world.ts';
import { createZoneFilter } from './zone-filter.ts';
import { createZoneHearing, type SavedHearing } from './zone-hearing.ts';

/** The tracker's part of a snapshot. */
export interface SavedTags {
  readonly base: number | null;
  readonly tags: readonly Parameters<typeof loadTag>[0][];
  readonly atGate: readonly number[];
  readonly gate: unknown;
  readonly serial: number;
  readonly waiting: readonly (readonly [Epc, number])[];
  readonly heard: SavedHeard;
  readonly uptime: SavedUptime;
  readonly groups: SavedGroups;
  readonly hearing: SavedHearing;
  readonly wheel: SavedWheel;
  readonly steps: SavedSteps;
  readonly doubts: SavedDoubts;
  readonly clocks: SavedClocks;
}

export interface TagOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  /** What the counter at the door says of somebody leaving through `zone` at a time. */
  readonly door: (zone: ZoneId | null, at: number) => DoorWitness;
  /** Nats against anybody being inside at a time, 0 or negative: without people nothing is picked. */
  readonly nobodyInside: TagWorld['nobodyInside'];
  /** Told of every strong read of an own item: the place to notice one EPC in two far places. */
  readonly clash: TagWorld['clash'];
  readonly saved?: unknown;
}

/** One string per GTIN: parsed anew from each EPC, they would be one string per item. */
const createShared = (plan: FloorPlan): TagWorld['shared'] => {
  const known = new Map<Gtin, Gtin>([...plan.shop.products.keys()].map((gtin) => [gtin, gtin]));
  return (gtin) => {
    if (gtin === null) return null;
    const same = known.get(gtin);
    if (same === undefined) known.set(gtin, gtin);
    return same ?? gtin;
  };
};

/** Radio groups are the sections in their order, then the zones, then nowhere. */
const zonesOfGroups = (plan: FloorPlan): number[] => {
  const { zones } = plan.shop;
  const sections = [...plan.sections.values()].map(({ zone }) => zones.findIndex(({ id }) => id === zone));
  return [...sections, ...zones.keys(), -1];
};

/** What the rules for one tag look at, new or as it was saved. */
export const openWorld = (
  { plan, emit, door, nobodyInside, clash }: TagOptions,
  saved: SavedTags | undefined,
  base: () => number,
): TagWorld => {
  const shared = createShared(plan);
  const loaded = (saved?.tags ?? []).map((tag) => loadTag(tag, shared(tag.gtin)));
  const bySerial = new Map(loaded.map((tag) => [tag.serial, tag]));
  const members: TagWorld['members'] = new Map();
  for (const tag of loaded) {
    if (tag.section !== null) members.set(tag.section, (members.get(tag.section) ?? new Set<Tag>()).add(tag));
  }
  const hearing = createZoneHearing(plan, saved?.hearing);
  const restful = new Set(
    plan.antennas.flatMap(({ device, zone, kind }) => (kind === 'zone' && plan.rests(zone?.id ?? null, null) ? [device] : [])),
  );
  return {
    plan,
    base,
    shared,
    emit,
    door,
    nobodyInside,
    clash,
    filter: createZoneFilter(plan, hearing),
    hearing,
    steps: createScaleSteps(saved?.steps),
    doubts: createDoubts(saved?.doubts),
    clocks: createGroupClocks(plan.shop.settings.tags.commonMode, saved?.clocks),
    away: new Set(loaded.filter((tag) => tag.state === 'picked' && tag.trip !== null)),
    zoneOfGroup: zonesOfGroups(plan),
    uptime: createReaderUptime((device) => restful.has(device), saved?.uptime),
    groups: createRadioGroups(plan.sections.size + plan.shop.zones.length + 1, plan.shop.settings.tags, saved?.groups),
    wheel: createDueWheel(saved?.wheel, bySerial),
    tags: new Map(loaded.map((tag) => [tag.epc, tag])),
    members,
    gate: createGateWatch(plan, saved?.gate),
    atGate: new Set((saved?.atGate ?? []).map((serial) => bySerial.get(serial)).filter((tag) => tag !== undefined)),
  };
};
