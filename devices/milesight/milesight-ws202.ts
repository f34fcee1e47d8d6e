import { defineDevice } from '../kit/define-device.ts';
import type { ChannelTable } from '../kit/milesight/channels.ts';
import { battery, channelTable, daylight, occupied } from '../kit/milesight/common-channels.ts';
import { milesightDecoder, milesightSettings } from '../kit/milesight/decode.ts';
import { MILESIGHT_TOPICS, milesightEncoder, type Say, sayBattery } from '../kit/milesight/encode.ts';
import { fromGateway, stamped, unstamped, uplink } from '../kit/milesight/examples.ts';
import { pickQuantities } from '../kit/quantities.ts';

const TABLE: ChannelTable = channelTable({ '0175': battery, '0300': occupied, '0400': daylight }, '03:2 06:9 10:1');

const sayMotion: Say = (reading) => (reading.kind === 'presence' ? [0x03, 0x00, reading.people > 0 ? 1 : 0] : null);
const sayDaylight: Say = (reading) =>
  reading.kind === 'state' && typeof reading.values.daylight === 'boolean' ? [0x04, 0x00, reading.values.daylight ? 1 : 0] : null;

/** Milesight WS202: does anything warm move, and is it light? @see Milesight WS202 user guide, uplink packets */
export const milesightWs202 = defineDevice({
  driver: 'milesight-ws202',
  family: 'milesight-lorawan',
  role: 'sensor',
  vendor: 'Milesight',
  models: ['WS202'],
  description: 'Milesight WS202 motion and light sensor over LoRaWAN',
  transports: ['mqtt', 'http'],
  topics: MILESIGHT_TOPICS,
  quantities: pickQuantities('people'),
  settings: milesightSettings,
  decode: milesightDecoder(TABLE),
  encode: milesightEncoder(sayMotion, sayBattery, sayDaylight),
  examples: [
    {
      name: 'somebody moves in the dark',
      payload: uplink('0175 50 0300 01 0400 00'),
      readings: [
        { ...unstamped, kind: 'presence', people: 1, counted: false },
        { ...unstamped, kind: 'state', values: { batteryPct: 80, daylight: false } },
      ],
    },
    {
      name: 'nobody, from a Milesight gateway',
      payload: fromGateway('0300 00'),
      readings: [{ ...stamped, kind: 'presence', people: 0, counted: false }],
    },
    {
      name: 'light alone says nothing of people',
      payload: uplink('0400 01'),
      readings: [{ ...unstamped, kind: 'state', values: { daylight: true } }],
    },
    { name: 'the answer to a setting', payload: uplink('fe03 5802'), readings: [] },
    { name: 'a value of no meaning', payload: uplink('0300 07'), readings: [], rejected: 'out-of-range' },
    { name: 'cut behind the channel', payload: uplink('0300'), readings: [], rejected: 'bad-checksum' },
  ],
});
