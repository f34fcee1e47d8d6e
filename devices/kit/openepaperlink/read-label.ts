import { celsius, type Instant, instant } from '../../../gateway/domain/units.ts';
import { type Decoding, sensed } from '../decoding.ts';
import type { DeviceReading, DriverMemory, Quantity } from '../define-device.ts';
import { createFields } from '../fields.ts';
import type { JsonObject, Refusal } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';

const within = (min: number, max: number): Quantity => ({ kind: 'state', unit: 'none', min, max });
const COUNT = within(0, 4_294_967_295);
/** Key of the access point, key of our state, range. */
const STATES: readonly (readonly [string, string, Quantity])[] = [
  ['pending', 'pending', within(0, 65_535)],
  ['contentMode', 'contentMode', within(0, 255)],
  ['LQI', 'linkQuality', within(0, 255)],
  ['RSSI', 'rssiDbm', within(-128, 127)],
  ['hwType', 'hardwareType', within(0, 255)],
  ['ver', 'firmwareVersion', within(0, 65_535)],
  ['updatecount', 'updateCount', COUNT],
];
/** Battery voltages that stand for "not known". */
const NO_VOLTAGE: ReadonlySet<number> = new Set([0, 1_337]);
const LEFT_ALONE =
  'mac alias hash nextupdate nextcheckin wakeupReason capabilities modecfgjson isexternal apip rotate lut invert updatelast ch'.split(' ');

/**
 * What the access point says of one label. A content counts as delivered when something was pending before and nothing is
 * now. Temperature is of the label's last check-in, and told once for each.
 */
export function readLabel(raw: JsonObject, decoding: Decoding, memory: DriverMemory): readonly DeviceReading[] | Refusal {
  const fields = createFields(raw, decoding);
  for (const key of LEFT_ALONE) fields.skip(key);
  const values: Record<string, number | boolean> = {};
  for (const [key, name, range] of STATES) {
    fields.skip(key);
    if (fields.has(key)) values[name] = fields.integer(key, range);
  }
  if (!fields.has('pending')) fields.fail('unknown-shape', 'a label without pending');
  const batteryMv = fields.has('batteryMv') ? fields.integer('batteryMv', within(0, 65_535)) : 0;
  fields.skip('batteryMv');
  if (!NO_VOLTAGE.has(batteryMv)) values.batteryMv = batteryMv;
  const lastSeen = fields.has('lastseen') ? fields.integer('lastseen', COUNT) : 0;
  fields.skip('lastseen');
  const temperature = fields.has('temperature') ? fields.number('temperature', QUANTITIES.temperature) : null;
  fields.skip('temperature');
  const refused = fields.finish(null);
  if (refused !== null) return refused;

  values.delivered = values.pending === 0 && memory.isPending === true;
  const readings: DeviceReading[] = [{ ...sensed(decoding, null), kind: 'state', values }];
  const checkedInAt: Instant | null = lastSeen > 0 ? instant(lastSeen * 1_000) : null;
  if (checkedInAt !== null && temperature !== null && memory.lastSeen !== lastSeen) {
    readings.push({ ...sensed(decoding, checkedInAt), kind: 'climate', temperature: celsius(temperature) });
  }
  memory.isPending = values.pending !== 0;
  memory.lastSeen = lastSeen;
  return readings;
}
