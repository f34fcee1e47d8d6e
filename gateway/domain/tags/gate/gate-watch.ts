import type { FloorPlan } from '../../floor-plan.ts';
import type { Epc, SectionId, ZoneId } from '../../ids.ts';
import { type Cells, cellsOf, listCells } from '../cells.ts';
import type { Tag } from '../tag.ts';
import { type BlockList, createBlockList } from './block-list.ts';
import { createDoorOuts, type DoorOuts } from './door-outs.ts';
import { findGates, type Gate } from './gates.ts';
import { createGateOdds, type GateOdds, type Traits } from './odds.ts';
import { type EarlierPass, STAY_GAP_MS } from './run.ts';
import { createUnheardPool, type UnheardPool } from './unheard-pool.ts';
import { createWeakLevels, type WeakLevels } from './weak-level.ts';

/** A pass that was decided on, until the shop shows what really became of it. */
interface OpenLesson {
  readonly epc: Epc;
  readonly last: number;
  readonly upAt: number;
  readonly traits: Traits;
}

/** Where an item rested that is believed to have left, for when it turns out that it has not. */
export interface LeftPlace {
  readonly at: number;
  readonly zone: ZoneId | null;
  readonly section: SectionId | null;
  readonly cells: Cells;
  readonly primary: number;
  readonly fingerprintReads: number;
  readonly exposure: number;
  /** False when it was on its way before: it has no place to be found at again. */
  readonly rested: boolean;
}

/** An item that was paid for and has not left yet. */
export interface SoldItem {
  /** Time of its receipt. */
  readonly at: number;
  /** When somebody was counted out who may have taken it along: of all since, the one nearest to the usual time; 0 for none. */
  out: number;
}

/** After this time a pass is judged by whether its tag was heard again, ms. */
const LESSON_MS = 120_000;
/** A read so soon after the pass is part of it, ms. */
const ECHO_MS = 6_000;
/** So many reads must have been missed before silence teaches anything. */
const MISSED_READS = 3;
const LESSONS_KEPT = 2_000;
/** Sold items are on their way out for so long, and left items may come back to their old place, ms. */
const SOLD_MS = 15 * 60_000;
const LEFT_MS = 10 * 60_000;
/** From the receipt to the door, ms: start value, weight of the newest. */
const TO_DOOR_MS = 10_000;
const TO_DOOR_WEIGHT = 0.1;

type SavedCell = readonly [number, number, number, number];

interface Saved {
  readonly odds: unknown;
  readonly levels: unknown;
  readonly blocks: unknown;
  readonly outs: unknown;
  readonly unheard: unknown;
  readonly lessons: readonly OpenLesson[];
  readonly sold: readonly (readonly [Epc, SoldItem])[];
  readonly left: readonly (readonly [Epc, Omit<LeftPlace, 'cells'> & { readonly cells: readonly SavedCell[] }])[];
  readonly stays: readonly (readonly [Epc, EarlierPass])[];
  readonly toDoor: number;
}

/** What the shop's gates know beyond the single tag: learned odds, items that were sold or have left a short while ago. */
export interface GateWatch {
  /** By antenna index; null for antennas that watch no gate. */
  readonly gates: readonly (Gate | null)[];
  readonly odds: GateOdds;
  readonly levels: WeakLevels;
  readonly blocks: BlockList;
  readonly outs: DoorOuts;
  readonly unheard: UnheardPool;
  /** Keeps a decided pass until its outcome is known. */
  await(epc: Epc, last: number, upAt: number, traits: Traits): void;
  /** Learns from the passes that were decided a minute ago; `rateOf` is what is expected of a tag inside, reads per second. */
  learn(now: number, up: number, tagOf: (epc: Epc) => Tag | undefined, rateOf: (tag: Tag) => number): void;
  /** Items by their receipt, for a quarter of an hour. */
  readonly sold: Map<Epc, SoldItem>;
  /** Items that left within the last ten minutes. */
  readonly left: Map<Epc, LeftPlace>;
  /** Passes that ended within the last half minute. */
  readonly stays: Map<Epc, EarlierPass>;
  /** Usual time from a receipt to the door, ms; a sold item that left teaches it. */
  toDoor(took?: number): number;
  forgetOld(now: number): void;
  save(): unknown;
}

const dropOlder = (times: Map<Epc, unknown>, isOld: (epc: Epc) => boolean): void => {
  for (const epc of times.keys()) {
    if (!isOld(epc)) return;
    times.delete(epc);
  }
};

const loadCells = (saved: readonly SavedCell[]): Cells =>
  cellsOf(saved.map(([antenna, reads, mean, at]) => ({ antenna, reads, at, pending: 0, mean })));

export const createGateWatch = (plan: FloorPlan, saved?: unknown): GateWatch => {
  const before = saved as Saved | undefined; // Written by save() below.
  const odds = createGateOdds(before?.odds);
  const levels = createWeakLevels(before?.levels);
  const blocks = createBlockList(plan.shop.settings.security, before?.blocks);
  const outs = createDoorOuts(plan, before?.outs);
  const unheard = createUnheardPool(before?.unheard);
  let lessons: readonly OpenLesson[] = before?.lessons ?? [];
  const sold = new Map<Epc, SoldItem>(before?.sold.map(([epc, item]) => [epc, { ...item }]));
  const left = new Map<Epc, LeftPlace>(before?.left.map(([epc, place]) => [epc, { ...place, cells: loadCells(place.cells) }]));
  const stays = new Map<Epc, EarlierPass>(before?.stays);
  let toDoor = before?.toDoor ?? TO_DOOR_MS;
  return {
    gates: findGates(plan),
    odds,
    levels,
    blocks,
    outs,
    unheard,
    await: (epc, last, upAt, traits) => {
      lessons = [...lessons.slice(-LESSONS_KEPT), { epc, last, upAt, traits }];
    },
    learn: (now, up, tagOf, rateOf) => {
      const first = lessons[0];
      if (first === undefined || now - first.last < LESSON_MS) return;
      const [due, open] = [lessons.filter(({ last }) => now - last >= LESSON_MS), lessons.filter(({ last }) => now - last < LESSON_MS)];
      lessons = open;
      for (const { epc, last, upAt, traits } of due) {
        const tag = tagOf(epc);
        if (tag === undefined) continue;
        const silent = Math.min(now - last, up - upAt) / 1_000;
        if (tag.lastRead > last + ECHO_MS) odds.learn(traits, false);
        else if (silent * rateOf(tag) >= MISSED_READS) odds.learn(traits, true);
      }
    },
    sold,
    left,
    stays,
    toDoor: (took) => {
      if (took !== undefined) toDoor += TO_DOOR_WEIGHT * (took - toDoor);
      return toDoor;
    },
    forgetOld: (now) => {
      dropOlder(stays, (epc) => now - (stays.get(epc)?.last ?? now) > STAY_GAP_MS);
      dropOlder(sold, (epc) => now - (sold.get(epc)?.at ?? now) > SOLD_MS);
      dropOlder(left, (epc) => now - (left.get(epc)?.at ?? now) > LEFT_MS);
    },
    save: (): Saved => ({
      odds: odds.save(),
      levels: levels.save(),
      blocks: blocks.save(),
      outs: outs.save(),
      unheard: unheard.save(),
      lessons,
      sold: [...sold],
      left: [...left].map(([epc, place]) => [
        epc,
        { ...place, cells: listCells(place.cells).map(({ antenna, reads, mean, at }) => [antenna, reads, mean, at] as const) },
      ]),
      stays: [...stays],
      toDoor,
    }),
  };
};
