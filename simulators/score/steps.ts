/** Something that holds from this moment on, until the next. */
export interface Step<Value> {
  readonly at: number;
  readonly value: Value;
}

/** The steps in order of time; those of the same moment stay in their order, so that the last one holds. */
export const toSteps = <Value>(steps: readonly Step<Value>[]): Step<Value>[] => steps.toSorted((a, b) => a.at - b.at);

/** The value of the last step at or before a time; undefined before the first. */
export function valueAt<Value>(steps: readonly Step<Value>[], at: number): Value | undefined {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((steps[mid]?.at ?? Infinity) <= at) low = mid + 1;
    else high = mid;
  }
  return steps[low - 1]?.value;
}
