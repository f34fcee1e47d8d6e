import { defineDevice } from '../kit/define-device.ts';
import { type Channel, type ChannelTable, channel, lineOf } from '../kit/milesight/channels.ts';
import { channelTable, historyByType, lineCount } from '../kit/milesight/common-channels.ts';
import { milesightCounterSettings, milesightDecoder } from '../kit/milesight/decode.ts';
import { le, MILESIGHT_TOPICS, milesightEncoder, type Say } from '../kit/milesight/encode.ts';
import { chirpStackJoin, fromGateway, fromGatewayInHex, stamped, unstamped, uplink } from '../kit/milesight/examples.ts';
import { pickQuantities } from '../kit/quantities.ts';

const total = (line: number, side: 'in' | 'out'): Channel =>
  channel(4, (data, told) => {
    lineOf(told.totals, String(line))[side] = data.getUint32(0, true);
  });

/** Children are among the people of the line: told beside them, never counted once more. */
const childTotal = (line: number, side: 'In' | 'Out'): Channel =>
  channel(4, (data, told) => {
    told.state[`line${line}ChildTotal${side}`] = data.getUint32(0, true);
  });
const childPeriod = (line: number): Channel =>
  channel(4, (data, told) => {
    told.state[`line${line}ChildIn`] = data.getUint16(0, true);
    told.state[`line${line}ChildOut`] = data.getUint16(2, true);
  });

const id = (channelNumber: number, type: string): string => channelNumber.toString(16).padStart(2, '0') + type;

/** The three channels of each of four lines, for people and then for children. */
const LINES: Readonly<Record<string, Channel>> = Object.fromEntries(
  [1, 2, 3, 4].flatMap((line): [string, Channel][] => {
    const base = 3 * (line - 1);
    return [
      [id(0x03 + base, 'd2'), total(line, 'in')],
      [id(0x04 + base, 'd2'), total(line, 'out')],
      [id(0x05 + base, 'cc'), lineCount('periods', String(line))],
      [id(0x11 + base, 'd2'), childTotal(line, 'In')],
      [id(0x12 + base, 'd2'), childTotal(line, 'Out')],
      [id(0x13 + base, 'cc'), childPeriod(line)],
    ];
  }),
);

/** Average and longest stay in a region, seconds. */
const dwell = (who: string): Channel =>
  channel(5, (data, told) => {
    const region = data.getUint8(0);
    if (region < 1 || region > 4) return false;
    told.state[`region${region}${who}DwellAvgS`] = data.getUint16(1, true);
    told.state[`region${region}${who}DwellMaxS`] = data.getUint16(3, true);
    return undefined;
  });

/** The last byte of time is followed by the channel whose record it is. */
const HISTORY =
  '03:9 04:9 05:9 06:9 07:9 08:9 09:9 0a:9 0b:9 0c:9 0d:9 0e:9 0f:9 10:8 11:9 12:9 13:9 14:9 15:9 16:9 17:9 18:9 19:9 1a:9 1b:9 ' +
  '1c:9 1d:9 1e:8 20:8 3c:8';

const TABLE: ChannelTable = channelTable(
  {
    ...LINES,
    '0fe3': channel(4, (data, told) => {
      for (let region = 1; region <= 4; region++) told.regions.set(region, data.getUint8(region - 1));
    }),
    '1de3': channel(4, (data, told) => {
      for (let region = 1; region <= 4; region++) told.state[`region${region}Children`] = data.getUint8(region - 1);
    }),
    '10e4': dwell(''),
    '1ee4': dwell('Child'),
    // Somebody covered the lens: of this sensor (0) or of one beside it.
    '50fc': channel(3, (data, told) => {
      told.state[`node${data.getUint8(1)}Covered`] = data.getUint8(2) === 1;
    }),
    '20ce': historyByType(HISTORY),
  },
  '03:2 04:1 10:1 11:4 27:1 40:1 42:1 43:1 44:1 51:1 68:1 69:1 6a:3 6d:1',
  '84:3 85:2 86:1 87:1 88:2',
);

const say: Say = (reading) => {
  if (reading.kind === 'presence') {
    // Four regions of a byte each hold the people of the whole view.
    const people = Math.min(4 * 255, reading.people);
    return [0x0f, 0xe3, ...[0, 1, 2, 3].map((region) => Math.min(255, Math.max(0, people - 255 * region)))];
  }
  if (reading.kind !== 'count') return null;
  const line = reading.line === '' ? 1 : Number(reading.line);
  if (!(line >= 1 && line <= 4)) return null;
  const base = 3 * (line - 1);
  if (reading.form === 'increment') return [0x05 + base, 0xcc, ...le(reading.in, 2), ...le(reading.out, 2)];
  return [0x03 + base, 0xd2, ...le(reading.in, 4), 0x04 + base, 0xd2, ...le(reading.out, 4)];
};

const count = { kind: 'count', line: '1', in: 300, out: 280, form: 'total' };

/** Milesight VS133 and VS135: up to four lines and four regions. @see Milesight VS133 user guide, uplink packets */
export const milesightVs133 = defineDevice({
  driver: 'milesight-vs133',
  family: 'milesight-lorawan',
  role: 'counter',
  vendor: 'Milesight',
  models: ['VS133', 'VS135'],
  description: 'Milesight VS133 and VS135 people counters over LoRaWAN: four lines, four regions, stays and children',
  transports: ['mqtt', 'http'],
  topics: MILESIGHT_TOPICS,
  quantities: pickQuantities('in', 'out', 'people'),
  settings: milesightCounterSettings,
  decode: milesightDecoder(TABLE),
  encode: milesightEncoder(say),
  examples: [
    {
      name: 'totals of two lines, from a Milesight gateway',
      payload: fromGateway('03d2 2c010000 04d2 18010000 06d2 05000000 07d2 04000000'),
      readings: [
        { ...stamped, ...count },
        { ...stamped, ...count, line: '2', in: 5, out: 4 },
      ],
    },
    {
      name: 'in and out of a line in two uplinks',
      before: [{ payload: uplink('03d2 2c010000') }],
      payload: uplink('04d2 18010000'),
      readings: [{ ...unstamped, ...count }],
    },
    {
      name: 'counts of the period, as hex digits in JSON',
      payload: fromGatewayInHex('08cc 0200 0100'),
      readings: [{ ...unstamped, ...count, line: '2', in: 2, out: 1, form: 'increment' }],
    },
    {
      name: 'counts of the period behind totals are the same people',
      before: [{ payload: uplink('03d2 2c010000 04d2 18010000') }],
      payload: uplink('05cc 0200 0100'),
      readings: [],
    },
    {
      name: 'regions with a stay',
      payload: uplink('0fe3 01000200 10e4 01 0a00 1e00'),
      readings: [
        { ...unstamped, kind: 'presence', people: 3, counted: true },
        {
          ...unstamped,
          kind: 'state',
          values: {
            ...{ region1DwellAvgS: 10, region1DwellMaxS: 30, region1People: 1, region2People: 0, region3People: 2, region4People: 0 },
          },
        },
      ],
    },
    { name: 'a device that joins', payload: chirpStackJoin, readings: [] },
    { name: 'cut short', payload: uplink('03d2 2c01'), readings: [], rejected: 'bad-checksum' },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
