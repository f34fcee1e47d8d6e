import type { Instant } from '../../../gateway/domain/units.ts';
import { accepted, type Decoding, sensed } from '../decoding.ts';
import type { Decoded, DeviceReading } from '../define-device.ts';
import { isObject, type JsonObject, refuse } from '../json.ts';
import { dashedName } from '../telemetry/names.ts';
import { readVendorTime } from '../vendor-tags.ts';

const MAX_EVENTS = 64;

/** Seconds with decimals to whole ms, cut; a device without network time says null or seconds since it started. */
export const readSeconds = (ts: unknown, decoding: Decoding): Instant | null =>
  readVendorTime(typeof ts === 'number' ? Math.floor(Math.round(ts * 1_000_000) / 1_000) : ts, decoding);

/**
 * Pushes that are over; the edges of a push (`btn_down`, `btn_up`) come besides and would count it again. Everything else is
 * about configuration and firmware.
 */
export function readEvents(params: JsonObject, decoding: Decoding): Decoded {
  const { events } = params;
  if (!Array.isArray(events)) return refuse('wrong-type', 'events: expected a list');
  if (events.length > MAX_EVENTS) return refuse('too-many', `more than ${MAX_EVENTS} events`);
  const readings: DeviceReading[] = [];
  for (const event of events) {
    if (!isObject(event) || typeof event.component !== 'string' || typeof event.event !== 'string')
      return refuse('wrong-type', 'events: expected component and event');
    if (!event.event.endsWith('_push')) continue;
    const isOwn = event.event.startsWith(`${event.component}_`);
    const button = isOwn ? dashedName(event.event) : dashedName(event.component, event.event);
    readings.push({ ...sensed(decoding, readSeconds(event.ts ?? params.ts, decoding)), kind: 'button', button });
  }
  return accepted(decoding, readings, readings.length === 0 ? 'device-event' : undefined);
}
