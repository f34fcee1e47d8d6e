import { computed } from '@preact/signals';
import { COMPARISONS, type Comparison, comparedTo, dateIn, isDate, momentsOf, PRESETS, type Preset, type Range, rangeOf } from './dates.ts';
import { clock, store } from './model.ts';
import { query } from './place.ts';

/** Changes at the shop's midnight only, though the clock ticks. */
export const today = computed(() => dateIn(clock.value, store.value?.timezone ?? 'UTC'));

export const preset = computed<Preset>(() => {
  const asked = PRESETS.find((name) => name === query.value.range);
  const hasDates = isDate(query.value.from) && isDate(query.value.to) && query.value.from <= query.value.to;
  return asked === 'custom' && !hasDates ? '7d' : (asked ?? (hasDates ? 'custom' : '7d'));
});

export const comparison = computed<Comparison>(() => COMPARISONS.find((name) => name === query.value.compare) ?? 'none');

const from = computed(() => rangeOf(preset.value, today.value, query.value).from);
const to = computed(() => rangeOf(preset.value, today.value, query.value).to);
export const range = computed<Range>(() => ({ from: from.value, to: to.value }));
export const comparedRange = computed<Range | null>(() => comparedTo(range.value, comparison.value));
/** The range as moments, epoch ms, the end excluded. */
export const moments = computed(() => momentsOf(range.value, store.value?.timezone ?? 'UTC'));
const asked = ({ from, to }: { readonly from: number; readonly to: number }): string => `from=${from}&to=${to}`;
/** The same as the API's `from` and `to`. */
export const spanAsked = computed(() => asked(moments.value));
/** Those that they are compared with; null while there is no comparison. */
export const comparedSpanAsked = computed(() => {
  const other = comparedRange.value;
  return other && asked(momentsOf(other, store.value?.timezone ?? 'UTC'));
});
