import { z } from 'zod';
import type { Celsius, Instant, Percent } from '../../../gateway/domain/units.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../decoding.ts';
import type { Decoded, DeviceMessage, DeviceReading, DriverContext } from '../define-device.ts';
import type { Refusal } from '../json.ts';
import { type ChannelTable, readChannels, type Told } from './channels.ts';
import { countReadings } from './counts.ts';
import { readUplink } from './uplink.ts';

const port = z.int().min(1).max(223).default(85).describe('LoRaWAN port of sensor data, as set in the device; other ports are left alone');

export const milesightSettings = z.strictObject({ port });
export const milesightCounterSettings = z.strictObject({
  port,
  counts: z
    .enum(['auto', 'period', 'total'])
    .default('auto')
    .describe('Which counts move the shop: running totals, counts of the period, or (auto) totals as soon as the device has sent any'),
});

/** A state is flat and small. */
const MAX_STATE_KEYS = 32;

type Settings = z.output<typeof milesightSettings> & { readonly counts?: 'auto' | 'period' | 'total' };

/** The decoder of a model with these channels. */
export const milesightDecoder =
  (table: ChannelTable) =>
  (message: DeviceMessage, context: DriverContext<Settings>): Decoded => {
    const decoding = startDecoding(message);
    const uplink = readUplink(message, decoding, { port: context.settings.port, address: context.address });
    if (typeof uplink === 'string') return nothing(decoding, uplink);
    if (isRefusal(uplink)) return uplink;
    let told: Told | Refusal = readChannels(uplink.candidates[0] ?? message.bytes, table);
    for (const other of uplink.candidates.slice(1)) if (isRefusal(told)) told = readChannels(other, table);
    if (isRefusal(told)) return told;
    const readings = toReadings(told, uplink.reportedAt ?? told.deviceTime, decoding, context);
    if (told.history > 0) warn(decoding, 'history-left-out');
    if (readings.length > 0) return accepted(decoding, readings);
    return nothing(
      decoding,
      told.history > 0 ? 'history' : told.replies > 0 ? 'command-reply' : decoding.warnings === null ? 'status' : 'counts-left-out',
    );
  };

function toReadings(
  told: Told,
  reportedAt: Instant | null,
  decoding: Decoding,
  context: DriverContext<Settings>,
): readonly DeviceReading[] {
  const start = sensed(decoding, reportedAt);
  const readings: DeviceReading[] = countReadings(told, start, decoding, context);
  const people = told.people ?? (told.regions.size > 0 ? [...told.regions.values()].reduce((sum, each) => sum + each, 0) : null);
  if (people !== null) readings.push({ ...start, kind: 'presence', people, counted: true });
  else if (told.occupied !== null) readings.push({ ...start, kind: 'presence', people: told.occupied ? 1 : 0, counted: false });
  const { temperature, humidity, doorOpen } = told.climate;
  if (temperature !== undefined || humidity !== undefined || doorOpen !== undefined) {
    readings.push({
      ...start,
      kind: 'climate',
      ...(temperature === undefined ? {} : { temperature: temperature as Celsius }),
      ...(humidity === undefined ? {} : { humidity: humidity as Percent }),
      ...(doorOpen === undefined ? {} : { doorOpen }),
    });
  }
  for (const button of told.buttons) readings.push({ ...start, kind: 'button', button });
  const regions = Object.fromEntries([...told.regions].map(([region, count]) => [`region${region}People`, count]));
  const values = Object.fromEntries(Object.entries({ ...told.state, ...regions }).slice(0, MAX_STATE_KEYS));
  if (Object.keys(values).length > 0) readings.push({ ...start, kind: 'state', values });
  if (told.poweredOn) readings.push({ ...start, kind: 'status', online: true, boot: null });
  if (told.info.serial !== undefined || told.info.firmware !== undefined) readings.push({ ...start, kind: 'info', ...told.info });
  return readings;
}
