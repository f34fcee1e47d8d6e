import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../devices/generic/canonical-json.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const epc = '30340242201D884000000001';
const decode = (channel: string, payload: unknown) =>
  canonicalJson.decode(
    {
      device: asId<DeviceId>('device-1'),
      topic: `aisle/v1/shop/device-1/${channel}`,
      bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
      receivedAt: EXAMPLE_RECEIVED_AT,
    },
    freshContext(canonicalJson),
  );
const line = { qty: 1, amountMinor: 100 };
const sale = { id: 's-1', currency: 'TWD', lines: [line] };

describe('canonical-json', () => {
  it.each([
    ['5,001 reads', 'reads', Array.from({ length: 5_001 }, () => ({ epc })), 'too-many'],
    ['5,001 reads in an object', 'reads', { reads: Array.from({ length: 5_001 }, () => ({ epc })) }, 'too-many'],
    ['reads that are no list', 'reads', { reads: { epc } }, 'wrong-type'],
    ['a read that is no object', 'reads', [epc], 'wrong-type'],
    ['half an antenna', 'reads', { epc, ant: 1.5 }, 'wrong-type'],
    ['a count of zero', 'reads', { epc, count: 0 }, 'out-of-range'],
    ['a TID that is none', 'reads', { epc, tid: 'member 0815' }, 'bad-epc'],
    ['a common time that is none', 'reads', { at: 'now', reads: [{ epc }] }, 'bad-time'],
    ['a time that is a flag', 'reads', { epc, at: true }, 'wrong-type'],
    ['a card number as a number', 'card', { card: 4_929_123 }, 'wrong-type'],
    ['a card of blanks', 'card', { card: '   ' }, 'out-of-range'],
    ['an EPC where a card is expected', 'card', { epc }, 'wrong-type'],
    ['a card where an EPC is expected', 'reads', { card: 'M-1' }, 'unknown-shape'],
    ['a weight as text', 'weight', { channel: '1', grams: '21.5' }, 'wrong-type'],
    ['a weight of infinity', 'weight', '{"channel":"1","grams":1e999}', 'out-of-range'],
    ['a negative channel', 'weight', { channel: -1, grams: 5 }, 'out-of-range'],
    ['a weight that is stable by text', 'weight', { channel: '1', grams: 5, stable: 'yes' }, 'wrong-type'],
    ['half a person', 'count', { in: 0.5 }, 'wrong-type'],
    ['fewer than nobody', 'count', { in: -1 }, 'out-of-range'],
    ['no count at all', 'count', {}, 'unknown-shape'],
    ['a zone that says nothing', 'presence', {}, 'unknown-shape'],
    ['a climate that says nothing', 'climate', { temperatureC: null }, 'unknown-shape'],
    ['a currency in small letters', 'sale', { ...sale, currency: 'twd' }, 'out-of-range'],
    ['a receipt without lines', 'sale', { id: 's-1', currency: 'TWD' }, 'wrong-type'],
    ['1,001 lines', 'sale', { ...sale, lines: Array.from({ length: 1_001 }, () => line) }, 'too-many'],
    ['a GTIN with a wrong check digit', 'sale', { ...sale, lines: [{ ...line, gtin: '4006381333932' }] }, 'out-of-range'],
    ['a GTIN of nine digits with a right one', 'sale', { ...sale, lines: [{ ...line, gtin: '123456784' }] }, 'out-of-range'],
    ['a line with a broken EPC', 'sale', { ...sale, lines: [{ ...line, epc: 'xyz' }] }, 'bad-epc'],
    ['a status nobody knows', 'status', { state: 'lost' }, 'out-of-range'],
    ['an acknowledgement nobody knows', 'ack', { id: 'c', result: 'maybe' }, 'out-of-range'],
    ['33 states', 'state', Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, i])), 'too-many'],
    ['a state of 257 characters', 'state', { text: 'x'.repeat(257) }, 'out-of-range'],
    ['a state of infinity', 'state', '{"level":1e999}', 'out-of-range'],
    ['a list where an object is expected', 'weight', [], 'wrong-type'],
    ['a prototype key', 'state', '{"__proto__":{"x":1}}', 'forbidden-key'],
  ])('refuses %s', (_name, channel, payload, code) => expect(decode(channel, payload)).toMatchObject({ ok: false, code }));

  it.each([
    ['reads', { reads: [{ epc, battery: 3 }], seq: 1 }, 2],
    ['card', { card: 'M-1', tech: 'em4100', reader: 'x' }, 1],
    ['sale', { ...sale, cashier: 'x', lines: [{ ...line, name: 'x' }] }, 2],
    ['state', { on: true, nested: {}, list: [], nothing: null }, 3],
  ])('counts keys of %s that it does not know', (channel, payload, unknownKeys) =>
    expect(decode(channel, payload)).toMatchObject({ ok: true, unknownKeys }),
  );

  it('takes 5,000 reads', () => {
    expect(
      decode(
        'reads',
        Array.from({ length: 5_000 }, () => ({ epc })),
      ),
    ).toMatchObject({ ok: true, readings: { length: 5_000 } });
  });

  it('notes absurd times once a message, and none for a believable one', () => {
    const absurd = { epc, at: 5 };
    expect(decode('reads', [absurd, absurd])).toMatchObject({ ok: true, warnings: ['absurd-time'] });
    expect(decode('reads', [{ epc, at: EXAMPLE_RECEIVED_AT }])).not.toHaveProperty('warnings');
  });
});
