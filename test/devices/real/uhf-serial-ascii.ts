import type { DeviceReading } from '../../../devices/kit/define-device.ts';
import { fonkan } from '../../../devices/uhf/fonkan.ts';
import { jsonEpcList } from '../../../devices/uhf/json-epc-list.ts';
import { metratec } from '../../../devices/uhf/metratec.ts';
import { defineFamily } from '../../support/real-messages.ts';

const DRIVERS = { fonkan, metratec, portal: jsonEpcList } as const;
const infoOf = (readings: readonly DeviceReading[]) => readings.find((reading) => reading.kind === 'info');

export const family = defineFamily({
  family: 'uhf-serial-ascii',
  driverOf({ id }) {
    const [maker = ''] = id.split('-');
    if (!(maker in DRIVERS)) throw new Error(`no driver for ${id}`);
    return { driver: DRIVERS[maker as keyof typeof DRIVERS] };
  },
  factOf: {
    firmware: (readings) => infoOf(readings)?.firmware,
    serial_number: (readings) => infoOf(readings)?.serial,
  },
});
