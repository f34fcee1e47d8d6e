import { z } from 'zod';
import type { DeviceDriver } from '../../devices/kit/define-device.ts';
import { didYouMean } from './did-you-mean.ts';
import type { PartialConfig } from './partial-config.ts';
import { type Finding, schemaFindings } from './schema-problems.ts';
import type { SchemaNode } from './schema-tree.ts';

/** What the configuration needs of a driver. */
export type KnownDriver = Pick<DeviceDriver, 'driver' | 'transports' | 'settings' | 'stream'>;

const STREAMS = ['serial', 'tcp', 'llrp', 'opcua'] as const;

/** Each device can be reached in one way that its driver speaks, and says under `settings` what its driver understands. */
export function checkDevices({ devices, ids }: PartialConfig, drivers: readonly KnownDriver[] | null): Finding[] {
  const found: Finding[] = [];
  for (const { index, value: device } of devices) {
    const path = ['devices', index];
    const driver = drivers?.find((known) => known.driver === device.driver);
    if (device.via === device.id) found.push({ path: [...path, 'via'], message: 'a device does not come by itself', got: device.via });
    else if (device.via !== undefined && !ids.devices.has(device.via))
      found.push({ path: [...path, 'via'], message: `no device of that name${didYouMean(device.via, ids.devices)}`, got: device.via });
    const [first, second] = STREAMS.filter((kind) => device[kind] !== undefined);
    if (second !== undefined)
      found.push({ path: [...path, second], message: `a device is reached in one way, and this one has ${first} already`, onKey: true });
    if (!driver) continue;
    if (first !== undefined && !driver.transports.includes(first === 'tcp' ? 'serial' : first)) {
      const message = `${driver.driver} does not speak over ${first}, but over ${driver.transports.join(', ')}`;
      found.push({ path: [...path, first], message, onKey: true });
    }
    if (first === undefined && driver.transports.every((kind) => kind !== 'mqtt' && kind !== 'http'))
      found.push({
        path,
        message: `${driver.driver} needs ${driver.transports.map((kind) => (kind === 'serial' ? 'serial or tcp' : kind)).join(' or ')}`,
      });
    found.push(...settingsFindings(driver, device.settings, [...path, 'settings']));
  }
  return found;
}

function settingsFindings(driver: KnownDriver, settings: Readonly<Record<string, unknown>>, path: readonly (string | number)[]): Finding[] {
  if (!driver.settings) {
    return Object.keys(settings).map((key) => ({ path: [...path, key], message: `${driver.driver} has no settings`, onKey: true }));
  }
  const parsed = driver.settings.safeParse(settings, { reportInput: true });
  if (parsed.success) return [];
  const tree = z.toJSONSchema(driver.settings, { io: 'input', reused: 'inline' }) as SchemaNode;
  return schemaFindings(parsed.error.issues, tree).map((finding) => ({ ...finding, path: [...path, ...finding.path] }));
}

/** The settings of each device as its driver gets them. */
export const driverSettings = (
  devices: readonly { readonly id: string; readonly driver: string; readonly settings: Readonly<Record<string, unknown>> }[],
  drivers: readonly KnownDriver[] | null,
): ReadonlyMap<string, unknown> =>
  new Map(
    devices.map(({ id, driver, settings }) => [
      id,
      drivers?.find((known) => known.driver === driver)?.settings?.parse(settings) ?? settings,
    ]),
  );
