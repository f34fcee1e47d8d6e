import type { PartialConfig } from './partial-config.ts';
import type { Finding } from './schema-problems.ts';

/** The level of topics under which the gateway itself speaks. */
const GATEWAY = 'gateway';

/** Who logs in under which name is clear: nobody is called as the gateway, no observer as a device or another observer. */
export function checkNames({ devices, observers, ids }: PartialConfig): Finding[] {
  const found: Finding[] = devices
    .filter(({ value }) => value.id === GATEWAY)
    .map(({ index }) => ({ path: ['devices', index, 'id'], message: 'the gateway itself has that name in topics', got: GATEWAY }));
  for (const [index, name] of observers.entries()) {
    const path = ['broker', 'observers', index];
    if (ids.devices.has(name)) found.push({ path, message: 'a device has that name: one secret would be good for both', got: name });
    else if (observers.indexOf(name) < index) found.push({ path, message: 'another observer has that name', got: name });
  }
  return found;
}
