import { isRefusal } from '../decoding.ts';
import { isObject, type JsonObject, type Refusal, refuse } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';
import { readWhole } from '../vendor-tags.ts';

/** More lines or regions has no sensor. */
export const MAX_LINES = 32;
/** No capacity can be larger; it is in minus out and may be negative. */
const CAPACITY = { kind: 'state', unit: 'people', min: -1e9, max: 1e9 } as const;
const STAY = { kind: 'state', unit: 'ms', min: 0, max: 86_400_000_000 } as const;

/** The objects of a list; refusals for everything else in it. An absent list has none. */
export function entries(list: unknown): readonly (JsonObject | Refusal)[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return [refuse('wrong-type', 'expected a list of lines or regions')];
  if (list.length > MAX_LINES) return [refuse('too-many', `more than ${MAX_LINES} lines or regions`)];
  return list.map((each) => (isObject(each) ? each : refuse('wrong-type', 'expected objects in the list')));
}

/** Adds how many people each line left inside. */
export function readCapacities(list: unknown, state: Record<string, number>): null | Refusal {
  for (const raw of entries(list)) {
    if (isRefusal(raw)) return raw;
    const capacity = readWhole(isObject(raw.total) ? raw.total.capacity_counted : null, CAPACITY, 'capacity_counted');
    if (isRefusal(capacity)) return capacity;
    if (capacity !== null) state[`line${raw.line}Capacity`] = capacity;
  }
  return null;
}

/** The people in all regions together, null when nothing is said of them; single regions and stays go into the state. */
export function readRegions(message: JsonObject, state: Record<string, number>): number | null | Refusal {
  const data = isObject(message.region_data) ? message.region_data : {};
  const trigger = isObject(message.region_trigger_data) ? message.region_trigger_data : {};
  let sum: number | null = null;
  const take = (
    raw: JsonObject,
    value: unknown,
    quantity: typeof STAY | typeof QUANTITIES.people,
    name: string,
  ): number | null | Refusal => {
    // Averages may have decimals: a part of a millisecond says nothing.
    const number = readWhole(quantity === STAY && typeof value === 'number' ? Math.floor(value) : value, quantity, name);
    const region = readWhole(raw.region, { ...QUANTITIES.in, min: 1, max: MAX_LINES }, 'region');
    if (isRefusal(region)) return region;
    if (isRefusal(number) || number === null || region === null) return number;
    state[`region${region}${name}`] = Math.max(number, name === 'StayMs' ? (state[`region${region}StayMs`] ?? 0) : 0);
    return number;
  };
  for (const raw of entries(data.region_count_data)) {
    const people = isRefusal(raw) ? raw : take(raw, isObject(raw.total) ? raw.total.current_total : null, QUANTITIES.people, 'People');
    if (isRefusal(people)) return people;
    if (people !== null) sum = (sum ?? 0) + people;
  }
  for (const raw of entries(data.dwell_time_data)) {
    if (isRefusal(raw)) return raw;
    const stays = [take(raw, raw.avg_dwell_time, STAY, 'DwellAvgMs'), take(raw, raw.max_dwell_time, STAY, 'DwellMaxMs')];
    for (const stay of stays) if (isRefusal(stay)) return stay;
  }
  // A trigger tells of the regions that changed: their sum is not that of the view.
  for (const raw of entries(trigger.region_count_data)) {
    const people = isRefusal(raw) ? raw : take(raw, isObject(raw.total) ? raw.total.current_total : null, QUANTITIES.people, 'People');
    if (isRefusal(people)) return people;
  }
  // `people_id` is a track of the picture: it is not taken over.
  for (const raw of entries(trigger.dwell_time_data)) {
    const stay = isRefusal(raw) ? raw : take(raw, raw.duration, STAY, 'StayMs');
    if (isRefusal(stay)) return stay;
  }
  return sum !== null && sum > QUANTITIES.people.max ? refuse('out-of-range', 'more people than any shop holds') : sum;
}
