import { defineDevice } from '../kit/define-device.ts';
import type { ChannelTable } from '../kit/milesight/channels.ts';
import { battery, channelTable, history, humidity, magnet, tamper, temperature } from '../kit/milesight/common-channels.ts';
import { milesightDecoder, milesightSettings } from '../kit/milesight/decode.ts';
import { le, MILESIGHT_TOPICS, milesightEncoder, type Say, sayBattery } from '../kit/milesight/encode.ts';
import { fromChirpStack, stamped, unstamped, uplink } from '../kit/milesight/examples.ts';
import { pickQuantities } from '../kit/quantities.ts';

const TABLE: ChannelTable = channelTable(
  {
    '0175': battery,
    '0300': magnet,
    '0400': tamper,
    // EM300-MCS
    '0367': temperature,
    '0468': humidity,
    '0600': magnet,
    '20ce': history(8),
  },
  '02:2 03:2 06:9 10:1 27:1 28:1 68:1 69:1 6a:3 6d:1 79:6 ea:3',
);

const sayClimate: Say = (reading) => {
  if (reading.kind !== 'climate') return null;
  const { temperature: celsius, humidity: percent, doorOpen } = reading;
  const tenths = Math.round((celsius ?? 0) * 10);
  return [
    ...(celsius === undefined ? [] : [0x03, 0x67, ...le(tenths < 0 ? tenths + 0x10000 : tenths, 2)]),
    ...(percent === undefined ? [] : [0x04, 0x68, Math.round(percent * 2)]),
    ...(doorOpen === undefined ? [] : [0x03, 0x00, doorOpen ? 1 : 0]),
  ];
};
const sayTamper: Say = (reading) =>
  reading.kind === 'state' && typeof reading.values.tamper === 'boolean' ? [0x04, 0x00, reading.values.tamper ? 1 : 0] : null;

/** Milesight WS301 and EM300-MCS: is the door, lid or drawer open? @see Milesight WS301 and EM300-MCS user guides, uplink packets */
export const milesightWs301 = defineDevice({
  driver: 'milesight-ws301',
  family: 'milesight-lorawan',
  role: 'sensor',
  vendor: 'Milesight',
  models: ['WS301', 'EM300-MCS'],
  description: 'Milesight WS301 and EM300-MCS magnetic contacts over LoRaWAN',
  transports: ['mqtt', 'http'],
  topics: MILESIGHT_TOPICS,
  quantities: pickQuantities('temperature', 'humidity'),
  settings: milesightSettings,
  decode: milesightDecoder(TABLE),
  encode: milesightEncoder(sayClimate, sayBattery, sayTamper),
  examples: [
    {
      name: 'open, and taken off its wall',
      payload: uplink('0175 50 0300 01 0400 01'),
      readings: [
        { ...unstamped, kind: 'climate', doorOpen: true },
        { ...unstamped, kind: 'state', values: { batteryPct: 80, tamper: true } },
      ],
    },
    { name: 'closed, from ChirpStack', payload: fromChirpStack('0300 00'), readings: [{ ...stamped, kind: 'climate', doorOpen: false }] },
    {
      name: 'an EM300-MCS in a cooling shelf',
      payload: uplink('0367 2800 0468 65 0600 00'),
      readings: [{ ...unstamped, kind: 'climate', temperature: 4, humidity: 50.5, doorOpen: false }],
    },
    {
      name: 'what it says of itself after joining',
      payload: uplink('ff0b ff ff01 01 ff16 6000000000000001 ff09 0300 ff0a 0112'),
      readings: [
        { ...unstamped, kind: 'status', online: true, boot: null },
        { ...unstamped, kind: 'info', serial: '6000000000000001', firmware: '1.12' },
      ],
    },
    { name: 'on external power', payload: uplink('0175 ff'), readings: [] },
    { name: 'neither open nor closed', payload: uplink('0300 02'), readings: [], rejected: 'out-of-range' },
    { name: 'an empty uplink', payload: uplink(''), readings: [], rejected: 'empty' },
  ],
});
