import type { Emit } from '../capability.ts';
import type { Evidence, ItemFact } from '../events.ts';
import type { AntennaPlace, FloorPlan } from '../floor-plan.ts';
import type { Epc, Gtin, SectionId, ZoneId } from '../ids.ts';
import { instant, probability } from '../units.ts';
import { antennaIn, nthRow } from './cells.ts';
import type { Doubts } from './doubts.ts';
import type { DueWheel } from './due-wheel.ts';
import type { GateWatch } from './gate/gate-watch.ts';
import type { DoorWitness } from './gate.ts';
import type { GroupClocks } from './group-clocks.ts';
import type { RadioGroups } from './radio-groups.ts';
import type { ReaderUptime } from './reader-uptime.ts';
import type { ScaleSteps } from './scale-steps.ts';
import type { Tag } from './tag.ts';
import type { ZoneFilter } from './zone-filter.ts';
import type { ZoneHearing } from './zone-hearing.ts';

/** Everything that the rules for one tag look at besides the tag itself. */
export interface TagWorld {
  readonly plan: FloorPlan;
  /**
   * What the times of tags, trips and readers count from, epoch ms: a day before the first input, at a whole second. They stay
   * small integers for twenty-four days without a restart of the state, and right for ever.
   */
  readonly base: () => number;
  /** One string for all items of a product. */
  readonly shared: (gtin: Gtin | null) => Gtin | null;
  readonly emit: Emit;
  readonly uptime: ReaderUptime;
  readonly groups: RadioGroups;
  readonly wheel: DueWheel;
  readonly tags: Map<Epc, Tag>;
  /** Items by the section where they rest or were picked from, for what a scale says of that section. */
  readonly members: Map<SectionId, Set<Tag>>;
  /** Tags with an open pass at the gate. */
  readonly atGate: Set<Tag>;
  /** What the gates know beyond the single tag. */
  readonly gate: GateWatch;
  readonly filter: ZoneFilter;
  readonly hearing: ZoneHearing;
  readonly steps: ScaleSteps;
  readonly doubts: Doubts;
  readonly clocks: GroupClocks;
  /** Tags on a trip that was told of; some of them may be back already. */
  readonly away: Set<Tag>;
  /** Row of `plan.shop.zones` in which the goods of a radio group rest; -1 for nowhere. */
  readonly zoneOfGroup: readonly number[];
  readonly door: (zone: ZoneId | null, at: number) => DoorWitness;
  /** Nats against anybody being inside at `at`, epoch ms; 0 or negative. */
  readonly nobodyInside: (at: number) => number;
  readonly clash: (tag: Tag, antenna: AntennaPlace, rssi: number, at: number, base: number, usual: (antenna: number) => number) => void;
}

interface Saying {
  /** Since the world's base, ms. */
  readonly at: number;
  readonly zone?: ZoneId | null;
  readonly from?: ZoneId | null;
  readonly section?: SectionId | null;
  readonly confidence: number;
  readonly why: readonly Evidence[];
}

/** Says an item fact; zone and section default to where the tag is. Evidence is cut to the four that weigh most. */
export const say = (world: TagWorld, tag: Tag, type: ItemFact['type'], what: Saying): void => {
  const why = what.why.length <= 4 ? [...what.why] : [...what.why].sort((a, b) => Math.abs(b.nats) - Math.abs(a.nats)).slice(0, 4);
  world.emit({
    type,
    at: instant(Math.round(world.base() + what.at)),
    epc: tag.epc,
    gtin: tag.gtin,
    zone: what.zone === undefined ? tag.zone : what.zone,
    from: what.from ?? null,
    section: what.section === undefined ? tag.section : what.section,
    visit: null,
    confidence: probability(what.confidence),
    why,
  });
};

/** Notes where a tag belongs now, for radio statistics and scales. */
export const placeAt = (world: TagWorld, tag: Tag, zone: ZoneId | null, section: SectionId | null): void => {
  if (tag.section !== section) {
    if (tag.section !== null) world.members.get(tag.section)?.delete(tag);
    if (section !== null) {
      const members = world.members.get(section);
      if (members === undefined) world.members.set(section, new Set([tag]));
      else members.add(tag);
    }
  }
  tag.zone = zone;
  tag.section = section;
  tag.group = groupOf(world.plan, zone, section);
};

/** Row of the radio statistics for goods that rest in a section, or anywhere in a zone. */
const groupOf = (plan: FloorPlan, zone: ZoneId | null, section: SectionId | null): number => {
  const place = section === null ? undefined : plan.sections.get(section);
  if (place !== undefined) return place.index;
  const zoneIndex = zone === null ? plan.shop.zones.length : plan.shop.zones.findIndex((z) => z.id === zone);
  return plan.sections.size + zoneIndex;
};

/** The clock by which the silence of a tag at rest is measured, ms: its main reader's proven listening, less what its place has lost of it. */
export const restClock = (world: TagWorld, tag: Tag): number => {
  const antenna = world.plan.antennas[antennaIn(tag.cells, nthRow(tag.primary))];
  return (antenna === undefined ? world.uptime.upAnywhere() : world.uptime.up(antenna)) - world.clocks.lost(tag.group);
};
