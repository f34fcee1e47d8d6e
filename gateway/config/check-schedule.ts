import type { OfferNames } from './check-conditions.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './problem.ts';
import type { OfferConfig } from './schema.ts';
import type { Finding } from './schema-problems.ts';

/** Day parts exist, and what ends does not end before it begins. */
export function checkSchedule(
  { from, until, dayParts, hours, blackout }: OfferConfig['schedule'],
  path: Path,
  names: OfferNames,
): Finding[] {
  const found: Finding[] = [];
  if (from !== undefined && until !== undefined && until < from)
    found.push({ path: [...path, 'until'], message: `is before ${from}`, got: until });
  for (const [index, part] of dayParts.entries())
    if (!names.dayParts.includes(part))
      found.push({
        path: [...path, 'dayParts', index],
        message: `no part of the day of that name${didYouMean(part, names.dayParts)}`,
        got: part,
      });
  if (hours !== undefined && hours.from === hours.to)
    found.push({ path: [...path, 'hours'], message: 'has no length', got: `${hours.from}-${hours.to}` });
  for (const [index, span] of blackout.entries()) {
    const [first = '', last = first] = span.split('/');
    const message = [first, last].some((date) => !isDate(date)) ? 'there is no such date' : last < first ? 'ends before it begins' : null;
    if (message !== null) found.push({ path: [...path, 'blackout', index], message, got: span });
  }
  return found;
}

/** A day of the calendar: 2026-02-30 is none. */
const isDate = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
