import type { DeviceReading } from '../define-device.ts';
import { isObject, type JsonObject } from '../json.ts';
import { writeReadings } from './write-readings.ts';

/**
 * One reading as a flat JSON object for people and programs: `kind` and the names of the canonical JSON, and for a tag also
 * what that form leaves out (`pc`, `frequencyKhz`, `txPowerDbm`, `antennaName`, `rssiRaw`). `count` always stands. `at` is the
 * time as the device stated it, absent when it stated none. A state whose own keys would hide `kind` or `at` comes under `values`.
 */
export function describeReading(reading: DeviceReading): JsonObject {
  const { kind } = reading;
  const payload = writeReadings([reading])[0]?.payload;
  if (!isObject(payload)) throw new Error(`a ${kind} has no canonical form`);
  if (kind === 'state' && (Object.hasOwn(reading.values, 'kind') || Object.hasOwn(reading.values, 'at'))) {
    return { kind, values: reading.values, ...(reading.reportedAt === null ? {} : { at: reading.reportedAt }) };
  }
  if (kind !== 'tag') return { kind, ...payload };
  const { pcHex, frequencyKhz, txPowerDbm, antennaName, rssiRaw } = reading.detail ?? {};
  return { kind, ...payload, count: reading.count, pc: pcHex, frequencyKhz, txPowerDbm, antennaName, rssiRaw };
}
