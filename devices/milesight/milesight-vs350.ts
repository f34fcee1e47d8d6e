import { defineDevice } from '../kit/define-device.ts';
import { type ChannelTable, channel } from '../kit/milesight/channels.ts';
import { battery, channelTable, clock, historyByType, lineCount, readTemperature, temperature } from '../kit/milesight/common-channels.ts';
import { milesightCounterSettings, milesightDecoder } from '../kit/milesight/decode.ts';
import { le, MILESIGHT_TOPICS, milesightEncoder, type Say, sayBattery } from '../kit/milesight/encode.ts';
import { fromThingsStack, stamped, unstamped, uplink } from '../kit/milesight/examples.ts';
import { pickQuantities } from '../kit/quantities.ts';

/** Behind the numbers of an alarm stands a byte that says why it was sent. */
const ALARM_BYTE = 1;

const TABLE: ChannelTable = channelTable(
  {
    '0175': battery,
    '0367': temperature,
    '04cc': lineCount('totals', ''),
    '05cc': lineCount('periods', ''),
    '0aef': clock,
    '81ee': channel(1, (data, told) => {
      told.state.sensitivity = data.getUint8(0);
    }),
    '8367': channel(2 + ALARM_BYTE, readTemperature),
    '84cc': lineCount('totals', '', ALARM_BYTE),
    '85cc': lineCount('periods', '', ALARM_BYTE),
    '20ce': historyByType('00:9 01:13'),
  },
  '06:9 10:1 28:1 35:8 4a:1 68:1 69:1 6a:3 6b:1 6d:1 84:1 8e:3 96:8 a6:1 a7:2 a8:1 a9:1 aa:1 ab:3 ac:4 ad:1 bd:2 ef:3',
  '10:1',
);

const say: Say = (reading) => {
  if (reading.kind === 'climate' && reading.temperature !== undefined) {
    const tenths = Math.round(reading.temperature * 10);
    return [0x03, 0x67, ...le(tenths < 0 ? tenths + 0x10000 : tenths, 2)];
  }
  if (reading.kind !== 'count') return sayBattery(reading);
  return [reading.form === 'total' ? 0x04 : 0x05, 0xcc, ...le(reading.in, 2), ...le(reading.out, 2)];
};

const count = { kind: 'count', line: '', in: 40, out: 38, form: 'total' };

/** Milesight VS350: one passage, on batteries. @see Milesight VS350 user guide, uplink packets */
export const milesightVs350 = defineDevice({
  driver: 'milesight-vs350',
  family: 'milesight-lorawan',
  role: 'counter',
  vendor: 'Milesight',
  models: ['VS350'],
  description: 'Milesight VS350 passage people counter over LoRaWAN',
  transports: ['mqtt', 'http'],
  topics: MILESIGHT_TOPICS,
  quantities: pickQuantities('in', 'out', 'temperature'),
  settings: milesightCounterSettings,
  decode: milesightDecoder(TABLE),
  encode: milesightEncoder(say),
  examples: [
    {
      name: 'totals beside counts of the period',
      payload: uplink('04cc 2800 2600 05cc 0200 0100'),
      readings: [{ ...unstamped, ...count }],
    },
    {
      name: 'the same for a shop that takes the period',
      settings: { counts: 'period' },
      payload: uplink('04cc 2800 2600 05cc 0200 0100'),
      readings: [{ ...unstamped, ...count, in: 2, out: 1, form: 'increment' }],
    },
    { name: 'a threshold alarm', payload: uplink('84cc 2800 2600 01'), readings: [{ ...unstamped, ...count }] },
    {
      name: 'battery and temperature below zero, from The Things Stack',
      payload: fromThingsStack('0175 5a 0367 ecff'),
      readings: [
        { ...stamped, kind: 'climate', temperature: -2 },
        { ...stamped, kind: 'state', values: { batteryPct: 90 } },
      ],
    },
    { name: 'a record of an earlier hour', payload: uplink('20ce 00b96769 01 0200 0100 2800 2600'), readings: [] },
    { name: 'a record of unknown form', payload: uplink('20ce 00b96769 07 0200'), readings: [], rejected: 'unknown-shape' },
    { name: 'hotter than any shop', payload: uplink('0367 ff7f'), readings: [], rejected: 'out-of-range' },
  ],
});
