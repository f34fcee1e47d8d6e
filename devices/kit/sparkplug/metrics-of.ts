import type { DeviceReading } from '../define-device.ts';

/** The metrics of a reading. */
export function metricsOf(reading: DeviceReading): Readonly<Record<string, string | number | boolean | undefined>> {
  switch (reading.kind) {
    case 'climate':
      return {
        temperature: reading.temperature,
        humidity: reading.humidity,
        illuminance: reading.illuminanceLux,
        doorOpen: reading.doorOpen,
      };
    case 'presence':
      return reading.counted ? { people: reading.people } : { occupied: reading.people > 0 };
    case 'weight':
      return { grams: reading.grams };
    case 'state':
      return reading.values;
    default:
      return {};
  }
}
