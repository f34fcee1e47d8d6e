import type { Example } from '../define-device.ts';

const topic = (channel: string): string => `aisle/v1/shop/device-1/${channel}`;
/** One second before the examples arrive. */
const at = 1_768_467_600_000;
const time = { at, reportedAt: at };
const arrival = { at: at + 1_000, reportedAt: null };
const epc = '30340242201D884000000001';

/** One message per channel and per trap, with values of our own. */
export const canonicalExamples: readonly Example[] = [
  {
    name: 'one read with everything',
    topic: topic('reads'),
    payload: { epc, ant: 2, rssi: -57.5, at, tid: 'e28011602000000000000001', phase: 90.25, doppler: -3, count: 4 },
    readings: [
      {
        ...time,
        kind: 'tag',
        epc,
        antenna: 2,
        rssi: -57.5,
        tid: 'E28011602000000000000001',
        count: 4,
        detail: { phaseDeg: 90.25, dopplerHz: -3 },
      },
    ],
  },
  {
    name: 'a list with a common time, one read with its own',
    topic: topic('reads'),
    payload: {
      at: '2026-01-15T09:00:00Z',
      reads: [{ epc: epc.toLowerCase() }, { epc, ant: 1, rssi: -70, at: '2026-01-15T10:00:00.5+01:00' }],
    },
    readings: [
      { ...time, kind: 'tag', epc, antenna: 0, rssi: null, tid: null, count: 1, detail: null },
      { at: at + 500, reportedAt: at + 500, kind: 'tag', epc, antenna: 1, rssi: -70, tid: null, count: 1, detail: null },
    ],
  },
  {
    name: 'a bare array without times',
    topic: topic('reads'),
    payload: [{ epc, ant: 3, rssi: -61 }],
    readings: [{ ...arrival, kind: 'tag', epc, antenna: 3, rssi: -61, tid: null, count: 1, detail: null }],
  },
  {
    name: 'a reader whose clock stands at 1970 keeps its reads, at the time of arrival',
    topic: topic('reads'),
    payload: { epc, ant: 1, rssi: -61, at: 12_000 },
    readings: [{ at: at + 1_000, reportedAt: 12_000, kind: 'tag', epc, antenna: 1, rssi: -61, tid: null, count: 1, detail: null }],
  },
  { name: 'no reads: a sign of life', topic: topic('reads'), payload: { reads: [] }, readings: [] },
  { name: 'an EPC with a digit missing', topic: topic('reads'), payload: { epc: epc.slice(1) }, readings: [], rejected: 'bad-epc' },
  {
    name: 'one bad read refuses the whole message',
    topic: topic('reads'),
    payload: [{ epc }, { epc, rssi: '-61' }],
    readings: [],
    rejected: 'wrong-type',
  },
  { name: 'raw signal strength taken for dBm', topic: topic('reads'), payload: { epc, rssi: 178 }, readings: [], rejected: 'out-of-range' },
  {
    name: 'local time without a zone',
    topic: topic('reads'),
    payload: { epc, at: '2026-01-15 09:00:00' },
    readings: [],
    rejected: 'bad-time',
  },
  {
    name: 'a card',
    topic: topic('card'),
    payload: { card: 'member-0815', at, tech: 'em4100' },
    readings: [{ ...time, kind: 'card', card: 'MEMBER-0815', antenna: 0, rssi: null }],
  },
  {
    name: 'a weight',
    topic: topic('weight'),
    payload: { channel: 1, grams: 1250.5, at },
    readings: [{ ...time, kind: 'weight', channel: '1', grams: 1250.5, stable: true }],
  },
  {
    name: 'people since the last message',
    topic: topic('count'),
    payload: { in: 2, out: 1, at },
    readings: [{ ...time, kind: 'count', line: '', in: 2, out: 1, form: 'increment' }],
  },
  {
    name: 'running totals of one line',
    topic: topic('count'),
    payload: { totalIn: 812, totalOut: 790, line: 'north', at },
    readings: [{ ...time, kind: 'count', line: 'north', in: 812, out: 790, form: 'total' }],
  },
  {
    name: 'both forms of counting at once',
    topic: topic('count'),
    payload: { in: 1, totalIn: 5 },
    readings: [],
    rejected: 'unknown-shape',
  },
  {
    name: 'people in a zone',
    topic: topic('presence'),
    payload: { people: 3, at },
    readings: [{ ...time, kind: 'presence', people: 3, counted: true }],
  },
  {
    name: 'a zone that is only known to be occupied',
    topic: topic('presence'),
    payload: { occupied: true, at },
    readings: [{ ...time, kind: 'presence', people: 1, counted: false }],
  },
  {
    name: 'climate and door',
    topic: topic('climate'),
    payload: { temperatureC: 21.5, humidityPct: 48, illuminanceLux: 310, doorOpen: false, at },
    readings: [{ ...time, kind: 'climate', temperature: 21.5, humidity: 48, illuminanceLux: 310, doorOpen: false }],
  },
  {
    name: 'colder than anything',
    topic: topic('climate'),
    payload: { temperatureC: -400, at },
    readings: [],
    rejected: 'out-of-range',
  },
  { name: 'a button', topic: topic('button'), payload: { button: 'help', at }, readings: [{ ...time, kind: 'button', button: 'help' }] },
  {
    name: 'a receipt with a card',
    topic: topic('sale'),
    payload: {
      id: 'r-17',
      at,
      lines: [
        { epc, gtin: '4006381333931', qty: 1, amountMinor: 2_950 },
        { gtin: '96385074', qty: -1, amountMinor: -500 },
      ],
      card: 'member-0815',
      currency: 'TWD',
    },
    readings: [
      {
        ...time,
        kind: 'sale',
        sale: 'r-17',
        lines: [
          { epc, gtin: '04006381333931', quantity: 1, amount: 2_950 },
          { epc: null, gtin: '00000096385074', quantity: -1, amount: -500 },
        ],
        card: 'MEMBER-0815',
        currency: 'TWD',
      },
    ],
  },
  {
    name: 'a receipt whose amount is no whole number of minor units',
    topic: topic('sale'),
    payload: { id: 'r-18', lines: [{ qty: 1, amountMinor: 29.5 }], currency: 'TWD' },
    readings: [],
    rejected: 'wrong-type',
  },
  {
    name: 'a device that came back',
    topic: topic('status'),
    payload: { state: 'online', boot: 7 },
    readings: [{ ...arrival, kind: 'status', online: true, boot: 7 }],
  },
  {
    name: 'a last will',
    topic: topic('status'),
    payload: { state: 'offline' },
    readings: [{ ...arrival, kind: 'status', online: false, boot: null }],
  },
  {
    name: 'a display showed the offer',
    topic: topic('ack'),
    payload: { id: 'c-1', result: 'shown', at },
    readings: [{ ...time, kind: 'ack', command: 'c-1', result: 'shown' }],
  },
  {
    name: 'a display tells for how long people could see it',
    topic: topic('ack'),
    payload: { id: 'c-1', result: 'shown', visibleMs: 14_800, at },
    readings: [{ ...time, kind: 'ack', command: 'c-1', result: 'shown', visible: 14_800 }],
  },
  {
    name: 'a display that showed an offer for longer than a day',
    topic: topic('ack'),
    payload: { id: 'c-1', result: 'shown', visibleMs: 86_400_001, at },
    readings: [],
    rejected: 'out-of-range',
  },
  {
    name: 'what a display does; nested values are left out',
    topic: topic('state'),
    payload: { screen: 'offer', brightness: 80, on: true, network: { ssid: 'shop' } },
    readings: [{ ...arrival, kind: 'state', values: { screen: 'offer', brightness: 80, on: true } }],
  },
  {
    name: 'a description',
    topic: topic('info'),
    payload: { model: 'Shelf 4', serial: '0001', firmware: '1.2.0', address: '192.0.2.7' },
    readings: [{ ...arrival, kind: 'info', model: 'Shelf 4', serial: '0001', firmware: '1.2.0', address: '192.0.2.7' }],
  },
  { name: 'a channel that nobody publishes', topic: topic('cmd'), payload: { id: 'c-1' }, readings: [], rejected: 'unknown-channel' },
  { name: 'a truncated message', topic: topic('card'), payload: '{"card":"memb', readings: [], rejected: 'not-json' },
  { name: 'an empty message', topic: topic('card'), payload: '', readings: [], rejected: 'empty' },
];
