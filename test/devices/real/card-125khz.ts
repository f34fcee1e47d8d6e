import { jsonCardLine } from '../../../devices/cards/json-card-line.ts';
import { rdm6300 } from '../../../devices/cards/rdm6300.ts';
import { toCardFaces } from '../../../devices/kit/card/em4100.ts';
import type { DeviceReading } from '../../../devices/kit/define-device.ts';
import { tasmota } from '../../../devices/tasmota/tasmota.ts';
import { defineFamily } from '../../support/real-messages.ts';

const facesOf = (readings: readonly DeviceReading[]) => {
  const card = readings.find((reading) => reading.kind === 'card');
  return card === undefined ? null : toCardFaces(card.card);
};

export const family = defineFamily({
  family: 'card-125khz',
  driverOf: ({ id, topic }) => {
    if (id.startsWith('tasmota-')) return { driver: tasmota, ...(topic === undefined ? {} : { topic }), address: 'tasmota' };
    return { driver: id.startsWith('json-') ? jsonCardLine : rdm6300 };
  },
  factOf: {
    version_hex: (readings) => facesOf(readings)?.versionHex,
    id32_dec: (readings) => facesOf(readings)?.id32,
    id24_dec: (readings) => facesOf(readings)?.id24,
    wiegand26: (readings) => facesOf(readings)?.wiegand26,
  },
  leftOut: [
    // Memory content of a card is never taken over.
    'data_text',
    // The pseudonym does not depend on it.
    'technology',
    // No zone: unusable as a time.
    'local_time',
  ],
});
