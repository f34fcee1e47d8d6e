import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import type { DeviceView, LedgerView } from '../../gateway/http/contract.ts';
import { connectPacket, openWire, packet, publishPacket, pubrelPacket } from '../support/mqtt-wire.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { eventually } from '../support/until.ts';

const SHOP = `
store: { id: corner }
zones: [{ id: shelf, kind: shelf }]
devices:
  - { id: bad, zone: shelf, antennas: [{ zone: shelf }] }
  - { id: good, zone: shelf, antennas: [{ zone: shelf }] }
broker: { maxPacketKb: 512 }
`;
/** Stands in every message that could hold one; nothing but the journal may ever show it. */
const CARD = '4711081542';
const EPC = '30340242201D884000000001';
/** A customer's card as a UHF tag: a GSRN-96. */
const GSRN = '2D14F5A6B012345678000000';

type Counted = 'rejected' | 'refused' | 'warnings' | 'duplicate' | 'applied';
interface Row {
  readonly name: string;
  readonly send: (shop: OpenShop) => Promise<void>;
  /** Where the ledger counts it, and under which reason. */
  readonly counted: Counted;
  readonly reason: string;
  /** Frames that reach the journal; 1 unless told. */
  readonly frames?: number;
}

/** One MQTT message of the device `bad`, acknowledged. */
const mqtt = (channel: string, payload: string | Uint8Array) => async (shop: OpenShop) => {
  const topic = channel.includes('/') ? channel : `aisle/v1/corner/bad/${channel}`;
  const client = await shop.connect('bad');
  await client.publishAsync(topic, Buffer.from(payload), { qos: 1 });
  await client.endAsync();
};

/** Packets as bytes, with the wire still open behind them until the broker answers or closes. */
const wired =
  (...packets: readonly Uint8Array[]) =>
  async (shop: OpenShop) => {
    const wire = await openWire(shop.mqttPort);
    wire.send(connectPacket({ clientId: 'bad', username: 'bad', password: shop.secret('bad') }), ...packets, packet(0xe0));
    await wire.closed();
  };

/** One HTTP request of the device `bad`; the answer must be the expected status. */
const http =
  (path: string, body: string | Uint8Array, status: number, headers: Record<string, string> = {}) =>
  async (shop: OpenShop) => {
    const response = await fetch(`${shop.gateway.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer bad:${shop.secret('bad')}`, 'content-type': 'application/json', ...headers },
      body: Buffer.from(body),
    });
    expect(response.status, path).toBe(status);
    await response.text();
  };

const rejected = (name: string, send: Row['send'], reason: string): Row => ({ name, send, counted: 'rejected', reason });
const refused = (name: string, send: Row['send'], reason: string): Row => ({ name, send, counted: 'refused', reason, frames: 0 });
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const batch = (reads: number): string => JSON.stringify(Array.from({ length: reads }, () => ({ epc: EPC })));

const ROWS: readonly Row[] = [
  rejected('malformed JSON', mqtt('reads', `{"epc":"${EPC}`), 'not-json'),
  rejected('NaN', mqtt('reads', `{"epc":"${EPC}","rssi":NaN}`), 'not-json'),
  rejected('a number beyond all numbers', mqtt('reads', `{"epc":"${EPC}","rssi":1e999}`), 'out-of-range'),
  rejected('a number as text', mqtt('reads', `{"epc":"${EPC}","rssi":"-61"}`), 'wrong-type'),
  rejected('an object where text belongs', mqtt('reads', '{"epc":{"hex":true}}'), 'bad-epc'),
  rejected('a key that reaches prototypes', mqtt('state', '{"__proto__":{"isAdmin":true}}'), 'forbidden-key'),
  rejected('the same key, escaped and nested', mqtt('reads', `[{"epc":"${EPC}","x":{"\\u005f_proto__":1}}]`), 'forbidden-key'),
  rejected('an EPC of 23 digits', mqtt('reads', `{"epc":"${EPC.slice(1)}"}`), 'bad-epc'),
  rejected('an empty message', mqtt('reads', ''), 'empty'),
  rejected('bytes that are no UTF-8', mqtt('reads', Buffer.from([0x22, 0xc3, 0x28, 0x22])), 'not-utf8'),
  rejected('arrays 100,000 deep', mqtt('reads', deep(100_000)), 'too-deep'),
  rejected('10,000 reads in one message', mqtt('reads', batch(10_000)), 'too-many'),
  rejected('a time without a zone', mqtt('reads', `{"epc":"${EPC}","at":"2026-01-15 09:00:00"}`), 'bad-time'),
  rejected('a card number as number', mqtt('card', `{"card":${CARD}}`), 'wrong-type'),
  rejected('a receipt cut off behind the card', mqtt('sale', `{"card":"${CARD}","lines":[`), 'not-json'),
  rejected('a card on the channel of reads', mqtt('reads', `{"card":"${CARD}"}`), 'unknown-shape'),
  rejected('the bare number of a card reader', mqtt('reads', `${CARD}\r\n`), 'wrong-type'),
  rejected('a customer card as UHF tag, cut off', mqtt('reads', `[{"epc":"${GSRN}","ant":1`), 'not-json'),
  { name: 'a time in 1970', send: mqtt('reads', `{"epc":"${EPC}","at":12000}`), counted: 'warnings', reason: 'absurd-time' },
  { name: 'a time in 2040', send: mqtt('reads', `{"epc":"${EPC}","at":2208988800000}`), counted: 'warnings', reason: 'absurd-time' },
  refused('a topic of the neighbour', mqtt('aisle/v1/corner/good/reads', `{"epc":"${EPC}","card":"${CARD}"}`), 'foreign-topic'),
  refused('a topic of an unknown device', mqtt('aisle/v1/corner/nobody/reads', `{"epc":"${EPC}"}`), 'foreign-topic'),
  refused('a topic of another shop', mqtt('aisle/v1/other/bad/reads', `{"epc":"${EPC}"}`), 'foreign-topic'),
  refused('what only the gateway publishes', mqtt('aisle/v1/corner/gateway/zone/shelf/occupancy', '{"people":99}'), 'foreign-topic'),
  refused('a channel that does not exist', mqtt('nonsense', `{"epc":"${EPC}"}`), 'foreign-topic'),
  refused('a command to itself', mqtt('cmd', '{"id":"d-1"}'), 'foreign-topic'),
  refused('a packet that is too large', wired(publishPacket('aisle/v1/corner/bad/reads', Buffer.alloc(600_000, 0x20))), 'oversize'),
  refused(
    'a stranger',
    async (shop) => {
      const wire = await openWire(shop.mqttPort);
      wire.send(connectPacket({ clientId: 'nobody', username: 'nobody', password: 'guess' }));
      await wire.closed();
    },
    'bad-credential',
  ),
  {
    name: 'a QoS 1 message again with DUP',
    send: wired(
      publishPacket('aisle/v1/corner/bad/count', '{"in":1}', { id: 5 }),
      publishPacket('aisle/v1/corner/bad/count', '{"in":1}', { id: 5, dup: true }),
    ),
    counted: 'duplicate',
    reason: '',
    frames: 2,
  },
  {
    name: 'a QoS 2 message again before and after its release',
    async send(shop) {
      const wire = await openWire(shop.mqttPort);
      const again = publishPacket('aisle/v1/corner/bad/count', '{"in":2}', { qos: 2, id: 9, dup: true });
      wire.send(connectPacket({ clientId: 'bad', username: 'bad', password: shop.secret('bad') }));
      await wire.next();
      wire.send(publishPacket('aisle/v1/corner/bad/count', '{"in":2}', { qos: 2, id: 9 }), again);
      await wire.settled();
      wire.send(again);
      await wire.settled();
      wire.send(pubrelPacket(9), pubrelPacket(9));
      await wire.settled();
      wire.stream.destroy();
    },
    counted: 'applied',
    reason: '',
  },
  rejected('malformed JSON by HTTP', http('readings', `{"epc":"${EPC}`, 204), 'not-json'),
  rejected('an empty body by HTTP', http('readings', '', 204), 'empty'),
  rejected('a card number by HTTP, cut off', http('readings/card', `{"card":"${CARD}`, 204), 'not-json'),
  rejected('arrays 30,000 deep by HTTP', http('readings', deep(30_000), 204), 'too-deep'),
  refused('too large a body by HTTP', http('readings', deep(100_000), 413), 'oversize'),
  refused('an unknown channel by HTTP', http('readings/nonsense', '{}', 404), 'unknown-channel'),
  refused(
    'a form that is not JSON by HTTP',
    http('readings', 'in=1', 415, { 'content-type': 'application/x-www-form-urlencoded' }),
    'media-type',
  ),
  refused('a wrong secret by HTTP', http('readings', '{}', 401, { authorization: 'Bearer bad:guess' }), 'bad-credential'),
];

const totalsOf = (ledger: LedgerView): Record<Counted, unknown> => ({
  rejected: ledger.rejected,
  refused: ledger.refused,
  warnings: ledger.warnings,
  duplicate: ledger.duplicate,
  applied: ledger.applied,
});

/** What the ledger must say after all rows, each with a good reading of the neighbour behind it. */
function expectedTotals(): Record<Counted, unknown> {
  const counts = { rejected: {}, refused: {}, warnings: {}, duplicate: 0, applied: ROWS.length } satisfies Record<Counted, unknown>;
  const by: Record<string, Record<string, number>> = counts as never;
  for (const { counted, reason, frames = 1 } of ROWS) {
    const reasons = by[counted];
    if (reason !== '' && reasons) reasons[reason] = (reasons[reason] ?? 0) + 1;
    if (counted === 'duplicate') counts.duplicate++;
    if (counted !== 'rejected') counts.applied += counted === 'duplicate' ? frames - 1 : frames;
  }
  return counts;
}

it('bad messages are counted under their reason, a neighbour is not disturbed, and no sample shows a card', {
  timeout: 60_000,
}, async () => {
  const shop = await openShop(SHOP);
  const good = await shop.connect('good');
  for (const [index, row] of ROWS.entries()) {
    await row.send(shop);
    const epc = `30340242201D88400000${(index + 0x1000).toString(16).toUpperCase()}`;
    await good.publishAsync('aisle/v1/corner/good/reads', JSON.stringify({ epc, ant: 1, rssi: -60 }), { qos: 1 });
  }

  const frames = ROWS.reduce((sum, row) => sum + (row.frames ?? 1), ROWS.length);
  await eventually(async () => expect(totalsOf(await shop.ledger())).toEqual(expectedTotals()), { interval: 200 });
  const ledger = await shop.ledger();
  expect(ledger).toMatchObject({ received: frames, pending: 0, balanced: true });

  // The neighbour's readings are all there.
  const devices = await shop.get<DeviceView[]>('devices');
  expect(devices?.find(({ id }) => id === 'good')).toMatchObject({ messages: ROWS.length, readings: ROWS.length, rejected: 0 });
  expect(good.connected).toBe(true);

  // Each reason has a sample in the quarantine, and nothing that a page or a log shows holds a card.
  for (const { name, counted, reason } of ROWS) {
    if (counted !== 'rejected' && counted !== 'refused') continue;
    expect(
      ledger.quarantine.some((sample) => sample.reason === reason),
      name,
    ).toBe(true);
  }
  expect(ledger.quarantine.length).toBeLessThanOrEqual(100);
  const lengths = ledger.quarantine.map(({ sample }) => sample.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(200);
  expect(lengths.filter((length) => length > 0).length).toBeGreaterThan(10);
  const shown = JSON.stringify(ledger) + JSON.stringify(devices) + shop.log();
  for (const secret of [CARD, GSRN]) expect(shown).not.toContain(secret);
  // The journal is encrypted, and nothing else on disk knows a card.
  const disk = shop.disk();
  expect(disk.some((file) => file.startsWith('SQLite format 3'))).toBe(true);
  for (const file of disk) for (const secret of [CARD, GSRN]) expect(file.includes(secret)).toBe(false);
});
