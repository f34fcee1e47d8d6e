/** Things that happen at a later simulated time, in order of time and, at the same time, of booking. */
export interface Agenda {
  book(at: number, action: () => void): void;
  /** Runs what is due up to and including `until`, also what those actions book inside it. */
  run(until: number): void;
}

export function createAgenda(): Agenda {
  const entries: { at: number; action: () => void }[] = [];
  return {
    book(at, action) {
      let low = 0;
      let high = entries.length;
      while (low < high) {
        const mid = (low + high) >> 1;
        if ((entries[mid]?.at ?? 0) <= at) low = mid + 1;
        else high = mid;
      }
      entries.splice(low, 0, { at, action });
    },
    run(until) {
      for (let first = entries[0]; first && first.at <= until; first = entries[0]) {
        entries.shift();
        first.action();
      }
    },
  };
}
