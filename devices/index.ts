import { canonicalJson } from './generic/canonical-json.ts';
import { impinjIot } from './impinj/impinj-iot.ts';
import type { DeviceDriver } from './kit/define-device.ts';
import { zebraIotc } from './zebra/zebra-iotc.ts';

/** Every kind of hardware that the gateway understands. A new one is one file and one line here. */
export const drivers: readonly DeviceDriver[] = [canonicalJson, impinjIot, zebraIotc];

const byName: ReadonlyMap<string, DeviceDriver> = new Map(drivers.map((driver) => [driver.driver, driver]));

/** The driver that store.yaml names; undefined for a name that nobody has. */
export const findDriver = (name: string): DeviceDriver | undefined => byName.get(name);
