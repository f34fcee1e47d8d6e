import { defineDevice } from '../kit/define-device.ts';
import { type ChannelTable, channel, type Told } from '../kit/milesight/channels.ts';
import { channelTable, clock, historyByType, lineCount } from '../kit/milesight/common-channels.ts';
import { milesightCounterSettings, milesightDecoder } from '../kit/milesight/decode.ts';
import { le, MILESIGHT_TOPICS, milesightEncoder, type Say } from '../kit/milesight/encode.ts';
import { fromChirpStack, fromGateway, stamped, unstamped, uplink } from '../kit/milesight/examples.ts';
import { pickQuantities } from '../kit/quantities.ts';

/** People of eight regions, one byte each. */
const regionCounts = (first: number) =>
  channel(8, (data, told) => {
    for (let index = 0; index < 8; index++) told.regions.set(first + index, data.getUint8(index));
  });

/** People from one side of the area to each of its four sides. */
const flow = (side: string) =>
  channel(8, (data, told) => {
    told.state[`flow${side}`] = [0, 2, 4, 6].map((at) => data.getUint16(at, true)).join(',');
  });

/** People in view, how many regions there are, and the mask of those with somebody in them, big endian. */
function readPeople(data: DataView, told: Told): boolean | undefined {
  const regions = data.getUint8(1);
  if (regions > 16) return false;
  told.people = data.getUint8(0);
  const mask = data.getUint16(2);
  const occupied = Array.from({ length: regions }, (_, index) => index + 1).filter((region) => (mask >> (region - 1)) & 1);
  if (regions > 0) told.state.regionsOccupied = occupied.join(',');
  return undefined;
}

/** The serial number has six bytes, or eight; behind it comes the next channel of the device, or nothing. */
const serialNumber = channel(
  (rest) => {
    const isEnd = (at: number) => rest.byteLength <= at || rest.getUint8(at) === 0xff;
    return !isEnd(6) && isEnd(8) && rest.byteLength >= 8 ? 8 : 6;
  },
  (data, told) => {
    told.info.serial = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex').toUpperCase();
  },
);

const TABLE: ChannelTable = channelTable(
  {
    '04c9': channel(4, readPeople),
    '05cc': lineCount('periods', ''),
    '06cd': channel(1, (data, told) => {
      told.state.peopleMax = data.getUint8(0);
    }),
    '07d5': regionCounts(1),
    '08d5': regionCounts(9),
    '09da': flow('A'),
    '0ada': flow('B'),
    '0bda': flow('C'),
    '0cda': flow('D'),
    '0dcc': lineCount('totals', ''),
    '0ee4': channel(5, (data, told) => {
      const region = data.getUint8(0);
      told.state[`region${region}DwellAvgS`] = data.getUint16(1, true);
      told.state[`region${region}DwellMaxS`] = data.getUint16(3, true);
    }),
    '0f85': clock,
    // Firmware 7 says the people of its line beside the sum: shown, not counted once more.
    '10f7': channel(4, (data, told) => {
      told.state.lineIn = data.getUint16(0, true);
      told.state.lineOut = data.getUint16(2, true);
    }),
    '20ce': historyByType('01:9 02:9 03:6 04:9 05:9 06:9 07:9 08:9 09:9 0a:9 0b:9 0c:9 0d:9 0e:9 0f:9 10:9 11:10 12:9'),
    ff08: serialNumber,
  },
  '03:3 04:1 05:3 10:1 11:4 35:8 40:1 41:1 42:1 43:1 44:1 45:1 46:3 48:1 50:1 51:1 69:1 6a:3 84:1',
  '10:1 11:1 3d:1 85:2 86:1 87:1 88:2 89:2 8b:1 8c:1 8d:4 8e:4 90:6 ' +
    '91:5 92:3 93:1 94:1 95:6 96:3 97:2 98:1 99:7 b7:3 ba:1 cd:1 cf:1 d0:1 d1:1 d2:1 d3:1 d4:1 d5:2 d6:4 d7:7 d8:1 dc:1 dd:1',
);

const say: Say = (reading) => {
  if (reading.kind === 'count') return [reading.form === 'total' ? 0x0d : 0x05, 0xcc, ...le(reading.in, 2), ...le(reading.out, 2)];
  return reading.kind === 'presence' ? [0x04, 0xc9, ...le(reading.people, 1), 0, 0, 0] : null;
};

const count = { kind: 'count', line: '', in: 3, out: 5, form: 'increment' };
const presence = { kind: 'presence', people: 4, counted: true };

/** Milesight VS121: people in view, by region, and across a line. @see Milesight VS121 user guide, uplink packets */
export const milesightVs121 = defineDevice({
  driver: 'milesight-vs121',
  family: 'milesight-lorawan',
  role: 'counter',
  vendor: 'Milesight',
  models: ['VS121'],
  description: 'Milesight VS121 workplace sensor over LoRaWAN: people in view, by region and across a line',
  transports: ['mqtt', 'http'],
  topics: MILESIGHT_TOPICS,
  quantities: pickQuantities('in', 'out', 'people'),
  settings: milesightCounterSettings,
  decode: milesightDecoder(TABLE),
  encode: milesightEncoder(say),
  examples: [
    { name: 'people of the period', payload: uplink('05cc 0300 0500'), readings: [{ ...unstamped, ...count }] },
    {
      name: 'people in view with two of four regions occupied, from a Milesight gateway',
      payload: fromGateway('04c9 04 04 0005'),
      readings: [
        { ...stamped, ...presence },
        { ...stamped, kind: 'state', values: { regionsOccupied: '1,3' } },
      ],
    },
    {
      name: 'people by region add up, from ChirpStack',
      payload: fromChirpStack('07d5 0100030000000000 06cd 09'),
      readings: [
        { ...stamped, ...presence },
        {
          ...stamped,
          kind: 'state',
          values: {
            peopleMax: 9,
            region1People: 1,
            region2People: 0,
            region3People: 3,
            ...{ region4People: 0, region5People: 0, region6People: 0, region7People: 0, region8People: 0 },
          },
        },
      ],
    },
    {
      name: 'running totals win over the period',
      payload: uplink('05cc 0300 0500 0dcc 2c01 2d01'),
      readings: [{ ...unstamped, ...count, in: 300, out: 301, form: 'total' }],
    },
    {
      name: 'a record of an earlier hour moves nobody now',
      payload: uplink('20ce 00b96769 02 0300 0500'),
      readings: [],
    },
    { name: 'a channel of another model', payload: uplink('05cc 0300 0500 0367 0c01'), readings: [], rejected: 'unknown-shape' },
    { name: 'cut short', payload: uplink('05cc 0300 05'), readings: [], rejected: 'bad-checksum' },
  ],
});
