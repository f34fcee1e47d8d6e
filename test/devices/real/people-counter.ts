import { hikvisionPeopleCounting } from '../../../devices/hikvision/hikvision-people-counting.ts';
import type { DeviceReading } from '../../../devices/kit/define-device.ts';
import { milesightVs125 } from '../../../devices/milesight/milesight-vs125.ts';
import { defineFamily } from '../../support/real-messages.ts';

const ofKind = <K extends DeviceReading['kind']>(readings: readonly DeviceReading[], kind: K) =>
  readings.filter((reading): reading is Extract<DeviceReading, { kind: K }> => reading.kind === kind);
const stated = (readings: readonly DeviceReading[]) => Object.assign({}, ...ofKind(readings, 'state').map(({ values }) => values));
type Regions = readonly { readonly region: number }[];

export const family = defineFamily({
  family: 'people-counter',
  driverOf: ({ id }) => ({ driver: id.startsWith('vs125') ? milesightVs125 : hikvisionPeopleCounting }),
  factOf: {
    device: (readings) => ofKind(readings, 'info')[0]?.serial,
    timestamp_ms: (readings) => ofKind(readings, 'count')[0]?.reportedAt,
    window_ms: (readings, { expected }) => [(expected.window_ms as number[])[0], ofKind(readings, 'count')[0]?.reportedAt],
    pass: (readings) => stated(readings).passed,
    duplicates: (readings) => stated(readings).duplicates,
    occupancy: (readings, { expected }) =>
      (expected.occupancy as Regions).map(({ region }) => ({ region, people: stated(readings)[`region${region}People`] })),
    dwell: (readings, { expected }) =>
      (expected.dwell as Regions).map(({ region }) => ({
        region,
        avg_ms: stated(readings)[`region${region}DwellAvgMs`],
        max_ms: stated(readings)[`region${region}DwellMaxMs`],
      })),
  },
});
