import type { Evidence } from '../../events.ts';
import { clip, rounded, sigmoid } from '../../statistics.ts';
import { instant, probability } from '../../units.ts';
import type { Tag } from '../tag.ts';
import type { TagWorld } from '../world.ts';
import type { SoldItem } from './gate-watch.ts';

/** Paid goods that nobody hears for so long have left, ms. */
const SILENT_MS = 25_000;
/** The counter speaks within this time of somebody passing, ms; and the step in which it is asked. */
const COUNTER_MS = 3_000;
/** What paid goods do anyway, what the counter and the silence add, nats. */
const PAID_NATS = 1.5;
const OUT_NATS = 1;
const SILENT_NATS = 0.5;

/** Notes who was counted out after the receipt: the one whose time fits a walk from the till best took the goods along. */
const noteOut = (world: TagWorld, item: SoldItem, now: number): void => {
  const at = now - COUNTER_MS;
  if (at <= item.at || world.door(null, world.base() + at) !== 'out') return;
  const expected = item.at + world.gate.toDoor();
  if (item.out === 0 || Math.abs(at - expected) < Math.abs(item.out - expected)) item.out = at;
};

/** When paid goods went: near the usual time after the receipt, or before a receipt that came late, after the goods were heard last. */
const leftAt = (world: TagWorld, tag: Tag, item: SoldItem): number => {
  const expected = item.at + world.gate.toDoor();
  if (item.at - tag.lastRead > SILENT_MS) {
    const [before] = world.gate.outs.between(tag.lastRead - COUNTER_MS, item.at);
    if (before !== undefined) return Math.max(tag.lastRead, before.at);
  }
  return Math.max(tag.lastRead, item.out > 0 ? clip(item.out, expected - SILENT_MS, expected + SILENT_MS) : expected);
};

const sayGone = (world: TagWorld, tag: Tag, item: SoldItem, now: number): void => {
  const at = leftAt(world, tag, item);
  const why: readonly Evidence[] = [
    { code: 'paid-before', nats: PAID_NATS, facts: {} },
    { code: 'door-counter', nats: item.out > 0 ? OUT_NATS : 0, facts: { seen: item.out > 0 ? 'out' : 'none' } },
    { code: 'silent-since', nats: SILENT_NATS, facts: { seconds: rounded((now - tag.lastRead) / 1_000) } },
  ];
  const nats = why.reduce((sum, e) => sum + e.nats, 0);
  const said = { at: instant(Math.round(world.base() + at)), epc: tag.epc, gtin: tag.gtin, zone: null, from: tag.zone, section: null };
  world.emit({ type: 'item.exited', ...said, visit: null, confidence: probability(sigmoid(nats)), why });
};

/**
 * Paid goods leave, whether the gate has heard them or not (a tag in a bag before a body often gives no read at all): those
 * that nobody hears any more after the receipt have gone through the door. `forget` clears their place.
 */
export const sendSoldOut = (world: TagWorld, now: number, forget: (world: TagWorld, tag: Tag) => void): void => {
  for (const [epc, item] of world.gate.sold) {
    noteOut(world, item, now);
    const tag = world.tags.get(epc);
    if (tag === undefined || tag.state === 'exited') {
      world.gate.sold.delete(epc);
      continue;
    }
    const since = Math.max(tag.lastRead, item.at + world.gate.toDoor(), item.out);
    if (tag.gate !== null || tag.state === 'departed' || now - since < SILENT_MS) continue;
    sayGone(world, tag, item, now);
    tag.state = 'exited';
    forget(world, tag);
    world.gate.sold.delete(epc);
  }
};
