import { andCas } from '../../../devices/scales/and-cas.ts';
import { mtSics } from '../../../devices/scales/mt-sics.ts';
import { sma } from '../../../devices/scales/sma.ts';
import { tasmota } from '../../../devices/tasmota/tasmota.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({
  family: 'scale-serial',
  driverOf: ({ id }) => {
    // The topic of the sample names both answers to `Status 10` and `Status 8`; one of them stands for it.
    if (id.startsWith('tasmota-')) return { driver: tasmota, topic: 'stat/scale/STATUS10', address: 'scale' };
    if (id.startsWith('and-')) return { driver: andCas };
    return { driver: id.startsWith('sma-') ? sma : mtSics };
  },
  factOf: {
    serial_number: (readings) => readings.flatMap((reading) => (reading.kind === 'info' ? [reading.serial] : []))[0],
  },
  leftOut: [
    // Everything is grams; what the scale printed is not kept.
    'unit',
    // Net or gross is what the scale shows: the setting `take` decides, no reading says.
    'net',
    // Why there is no weight is the note of the message.
    'status',
    'command',
    'ok',
    // Raw levels of the load cell stand in the state of the Tasmota node.
    'raw',
    'abs_raw',
    // No zone: unusable as a time.
    'local_time',
  ],
});
