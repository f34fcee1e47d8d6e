import { textHash } from '../statistics.ts';

const SMALLEST = 64;
/** A table that a flood has blown up further than this is given back, entries. */
const LARGEST_KEPT = 65_536;

/**
 * How many different texts there were. Keeps 32 bits of each in a table of numbers: no text is held, and a text costs eight bytes or so
 * and no allocation. Two different texts count as one with a probability of one in four thousand millions.
 */
export class DistinctTexts {
  size = 0;
  /** 0 is an empty place. A power of two, at most half full. */
  private table = new Int32Array(SMALLEST);

  constructor(saved: readonly number[] = []) {
    for (const hash of saved) this.put(hash);
  }

  add(text: string): void {
    this.put(textHash(text) || 1);
  }

  clear(): void {
    if (this.size === 0) return;
    if (this.table.length > LARGEST_KEPT) this.table = new Int32Array(SMALLEST);
    else this.table.fill(0);
    this.size = 0;
  }

  /** In an order that does not tell how the table came about: a state that was restored saves the same. */
  save(): readonly number[] {
    return [...this.table.filter((hash) => hash !== 0).sort()];
  }

  private put(hash: number): void {
    const last = this.table.length - 1;
    let place = hash & last;
    for (let found = this.table[place]; found !== 0; found = this.table[place]) {
      if (found === hash) return;
      place = (place + 1) & last;
    }
    this.table[place] = hash;
    this.size++;
    if (this.size * 2 > last) this.grow();
  }

  private grow(): void {
    const hashes = this.save();
    this.table = new Int32Array(this.table.length * 2);
    this.size = 0;
    for (const hash of hashes) this.put(hash);
  }
}
