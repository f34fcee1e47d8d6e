import type { AntennaPlace } from '../../floor-plan.ts';
import type { TagUnblocked } from '../../readings.ts';
import { instant } from '../../units.ts';
import { antennaIn, nthRow } from '../cells.ts';
import type { Tag } from '../tag.ts';
import type { TagWorld } from '../world.ts';
import type { BlockWord } from './block-list.ts';

/** How often silent tags on the block list are looked for, ms. */
const LOOK_EVERY_MS = 60_000;
/** A tag that its gate hears so far over its weak reads stands beside it, dB. */
const BESIDE_DB = 4;

const sayBlock = (world: TagWorld, word: BlockWord, at: number, user: string | null = null): void => {
  const gtin = world.tags.get(word.epc)?.gtin ?? null;
  const said = { at: instant(world.base() + at), epc: word.epc, gtin };
  if (word.type === 'tag.unblocked') {
    world.emit({ type: word.type, ...said, because: word.because, user });
    return;
  }
  const antenna = world.plan.antennas[word.antenna];
  const [, port] = antenna?.key.split('#') ?? [];
  const since = instant(world.base() + word.since);
  world.emit({
    type: word.type,
    ...said,
    zone: antenna?.zone?.id ?? null,
    device: antenna?.device ?? null,
    antenna: Number(port ?? 0),
    since,
    why: word.why,
  });
};

/** True for a read of a blocked tag at the gate: it rests there and passes nothing. */
export const isBlocked = (world: TagWorld, tag: Tag, rssi: number | null, at: number): boolean =>
  world.gate.blocks.holds(tag.epc, rssi, at, (word) => sayBlock(world, word, at));

/** A tag at rest is heard by the gate as ever: hours of that put it on the list. */
export const restsAtGate = (
  world: TagWorld,
  tag: Tag,
  antenna: AntennaPlace,
  read: { readonly rssi: number | null; readonly margin: number | null; readonly at: number },
): void => {
  const isMain = antennaIn(tag.cells, nthRow(tag.primary)) === antenna.index;
  if (tag.trip !== null || !(isMain || (read.margin ?? 0) >= BESIDE_DB)) return;
  const word = world.gate.blocks.rests(tag.epc, antenna, read.rssi, read.at);
  if (word !== null) sayBlock(world, word, read.at);
};

/** Once a minute: what is no longer heard beside the gate is free again. */
export const freeUnheard = (world: TagWorld, now: number): void => {
  if (Math.floor(now / 1_000) % (LOOK_EVERY_MS / 1_000) !== 0) return;
  for (const word of world.gate.blocks.tick(now)) sayBlock(world, word, now);
};

/** An operator takes a tag off the list, for a day at least. Nothing happens to one that is not on it. */
export const unblock = (world: TagWorld, { epc, user }: TagUnblocked, now: number): void => {
  if (world.gate.blocks.free(epc, now)) sayBlock(world, { type: 'tag.unblocked', epc, because: 'operator' }, now, user);
};
