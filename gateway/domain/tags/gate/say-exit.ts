import type { Evidence } from '../../events.ts';
import { instant, probability } from '../../units.ts';
import type { Tag } from '../tag.ts';
import type { TagWorld } from '../world.ts';
import type { GateRun } from './run.ts';

interface Saying {
  readonly confidence: number;
  readonly why: readonly Evidence[];
}

/** Says what became of a pass, with all of its evidence: it adds up to the confidence, so nothing is left out. */
export const sayExit = (
  world: TagWorld,
  tag: Tag,
  run: GateRun,
  type: 'item.exited' | 'exit.suspected' | 'exit.withdrawn',
  { confidence, why }: Saying,
): void => {
  const said = { at: instant(Math.round(world.base() + run.last)), epc: tag.epc, gtin: tag.gtin, zone: run.zone, visit: null };
  if (type === 'item.exited') {
    world.emit({ type, ...said, from: tag.zone, section: null, confidence: probability(confidence), why });
  } else {
    world.emit({ type, ...said, confidence: probability(confidence), why });
  }
};
