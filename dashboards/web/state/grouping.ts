import { computed } from '@preact/signals';
import { dateOf, monthOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { GROUPS, type Group } from './day-groups.ts';
import { query } from './place.ts';

/** How days are put together; stands in the address. */
export const grouping = computed<Group>(() => GROUPS.find((name) => name === query.value.group) ?? 'day');

/** What days that were put together are called, by the first of them. */
export function groupName(date: string): string {
  if (grouping.value === 'day') return dateOf(date);
  return grouping.value === 'month' ? monthOf(date) : t('range.weekOf', { date: dateOf(date) });
}
