import type { AntennaPlace } from '../layout/layout.ts';
import type { Item } from './goods.ts';

/** How a rival finds where an item is. All times are times of receipt, epoch ms, and never run backwards. */
interface Locator {
  hear(item: Item, antenna: AntennaPlace, rssiDbm: number, at: number): void;
  /** Comes with every second. */
  tick(now: number): void;
}

/** Called when an item was found in a zone, by which antenna; calling it again with the same zone says nothing new. */
type Found = (item: Item, antenna: AntennaPlace, at: number) => void;

export type CreateLocator = (found: Found) => Locator;
