/** A generation's numbers, and the places of its table: a power of two, at most half full. */
const KEPT = 256;
const PLACES = 2 * KEPT;

/** What is remembered, older ones first. */
export type SavedNumbers = readonly [older: readonly number[], newer: readonly number[]];

/** Numbers in the order in which they came, with a table to find them by. Nothing is allocated for a number, as a Set would. */
class Generation {
  size = 0;
  private readonly numbers = new Float64Array(KEPT);
  /** Each number plus one: 0 is an empty place. */
  private readonly table = new Float64Array(PLACES);

  has(number: number): boolean {
    return this.table[this.placeOf(number)] === number + 1;
  }

  add(number: number): void {
    this.table[this.placeOf(number)] = number + 1;
    this.numbers[this.size++] = number;
  }

  clear(): void {
    this.table.fill(0);
    this.size = 0;
  }

  save(): readonly number[] {
    return [...this.numbers.subarray(0, this.size)];
  }

  /** Where the number stands, or would stand. */
  private placeOf(number: number): number {
    let place = number & (PLACES - 1);
    for (let found = this.table[place]; found !== 0 && found !== number + 1; found = this.table[place]) place = (place + 1) & (PLACES - 1);
    return place;
  }
}

/**
 * The newest whole numbers between 0 and 2^53 - 2 that were noted: at least 256, at most twice as many. Two generations instead of a
 * queue: when the newer one is full it becomes the older, and nothing is ever taken out singly.
 */
export class RecentNumbers {
  private older = new Generation();
  private newer = new Generation();

  constructor([older, newer]: SavedNumbers = [[], []]) {
    for (const number of older.slice(-KEPT)) this.older.add(number);
    for (const number of newer.slice(-KEPT)) this.newer.add(number);
  }

  /** True when the number was noted not long ago; notes it otherwise. */
  hasOrNotes(number: number): boolean {
    if (this.newer.has(number) || this.older.has(number)) return true;
    if (this.newer.size >= KEPT) {
      [this.older, this.newer] = [this.newer, this.older];
      this.newer.clear();
    }
    this.newer.add(number);
    return false;
  }

  save(): SavedNumbers {
    return [this.older.save(), this.newer.save()];
  }
}
