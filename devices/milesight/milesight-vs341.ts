import { defineDevice } from '../kit/define-device.ts';
import { type ChannelTable, channel } from '../kit/milesight/channels.ts';
import { battery, channelTable, flag, occupied } from '../kit/milesight/common-channels.ts';
import { milesightDecoder, milesightSettings } from '../kit/milesight/decode.ts';
import { le, MILESIGHT_TOPICS, milesightEncoder, type Say, sayBattery } from '../kit/milesight/encode.ts';
import { fromThingsStack, stamped, unstamped, uplink } from '../kit/milesight/examples.ts';
import { pickQuantities } from '../kit/quantities.ts';

/** What the sensor learns of its own surroundings: nothing for a shop. */
const learning = (size: number) => channel(size, () => undefined);

const TABLE: ChannelTable = channelTable(
  {
    '0175': battery,
    '0300': occupied,
    // VS330
    '0282': channel(2, (data, told) => {
      told.state.distanceMm = data.getUint16(0, true);
    }),
    // A third value means that the sensor is not sure: nothing is said then.
    '038e': channel(1, (data, told) => {
      if (data.getUint8(0) <= 1) told.occupied = data.getUint8(0) === 1;
    }),
    '048e': flag((isSet, told) => {
      told.state.calibrated = isSet;
    }),
    '02a5': learning(8),
    '04a8': learning(1),
    '06a6': learning(4),
    '07a7': learning(4),
    '08a8': learning(1),
    '09a9': learning(4),
  },
  '02:2 03:2 10:1 28:1 2f:1 35:8 70:2 71:1 72:2 7a:3 84:1 8e:3 95:2 96:8 98:5 99:5 b2:1',
);

const say: Say = (reading) => {
  if (reading.kind === 'presence') return [0x03, 0x00, reading.people > 0 ? 1 : 0];
  return reading.kind === 'state' && typeof reading.values.distanceMm === 'number'
    ? [0x02, 0x82, ...le(reading.values.distanceMm, 2)]
    : null;
};

/** Milesight VS340, VS341 and VS330: is the seat or cabin taken? @see Milesight VS341 and VS330 user guides, uplink packets */
export const milesightVs341 = defineDevice({
  driver: 'milesight-vs341',
  family: 'milesight-lorawan',
  role: 'sensor',
  vendor: 'Milesight',
  models: ['VS340', 'VS341', 'VS330'],
  description: 'Milesight VS340, VS341 and VS330 occupancy sensors over LoRaWAN: a seat, a table, a fitting room',
  transports: ['mqtt', 'http'],
  topics: MILESIGHT_TOPICS,
  quantities: pickQuantities('people'),
  settings: milesightSettings,
  decode: milesightDecoder(TABLE),
  encode: milesightEncoder(sayBattery, say),
  examples: [
    {
      name: 'taken',
      payload: uplink('0175 50 0300 01'),
      readings: [
        { ...unstamped, kind: 'presence', people: 1, counted: false },
        { ...unstamped, kind: 'state', values: { batteryPct: 80 } },
      ],
    },
    {
      name: 'a VS330 that measures, from The Things Stack',
      payload: fromThingsStack('0282 dc05 038e 00'),
      readings: [
        { ...stamped, kind: 'presence', people: 0, counted: false },
        { ...stamped, kind: 'state', values: { distanceMm: 1_500 } },
      ],
    },
    { name: 'a VS330 that is not sure', payload: uplink('038e 02'), readings: [] },
    { name: 'what it learns of its surroundings', payload: uplink('04a8 01'), readings: [] },
    { name: 'half a distance', payload: uplink('0282 dc'), readings: [], rejected: 'bad-checksum' },
    { name: 'a counter’s uplink', payload: uplink('05cc 0300 0500'), readings: [], rejected: 'unknown-shape' },
  ],
});
