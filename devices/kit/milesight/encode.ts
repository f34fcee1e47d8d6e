import type { DeviceId } from '../../../gateway/domain/ids.ts';
import type { DeviceReading } from '../define-device.ts';
import { fillTopic } from '../topics.ts';

/** Where the uplinks of a DevEUI appear: Milesight gateway, ChirpStack 3 and 4, The Things Stack. */
export const MILESIGHT_TOPICS = [
  'milesight/{address}/uplink',
  'application/+/device/{address}/event/up',
  'v3/+/devices/{address}/up',
] as const;

/** Little-endian bytes of a number. */
export const le = (value: number, bytes: 1 | 2 | 4): number[] =>
  Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) & 0xff);

/** What a model says for a reading; null for what it has no channel for. */
export type Say = (reading: DeviceReading) => readonly number[] | null;

/** Charge of the battery, which nearly every model tells. */
export const sayBattery: Say = (reading) =>
  reading.kind === 'state' && typeof reading.values.batteryPct === 'number' ? [0x01, 0x75, ...le(reading.values.batteryPct, 1)] : null;

/** One uplink for each reading, as a Milesight gateway publishes it. Beside totals a model's period counts are left out. */
export function milesightEncoder(...says: readonly Say[]) {
  return (readings: readonly DeviceReading[], device: DeviceId): readonly { readonly topic: string; readonly bytes: Uint8Array }[] => {
    const sendsTotals = readings.some((reading) => reading.kind === 'count' && reading.form === 'total');
    return readings.flatMap((reading) => {
      if (sendsTotals && reading.kind === 'count' && reading.form === 'increment') return [];
      const bytes = says.flatMap((say) => say(reading) ?? []);
      if (bytes.length === 0) return [];
      const time = reading.reportedAt === null ? {} : { time: new Date(reading.reportedAt).toISOString() };
      const body = { data: Buffer.from(bytes).toString('base64'), fPort: 85, ...time };
      return [{ topic: fillTopic(MILESIGHT_TOPICS[0], { store: '{store}', device }), bytes: Buffer.from(JSON.stringify(body)) }];
    });
  };
}
