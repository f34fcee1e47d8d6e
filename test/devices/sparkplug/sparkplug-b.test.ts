import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decoded, freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { readPayload, signed, writePayload } from '../../../devices/kit/sparkplug/payload.ts';
import { tidyFloat } from '../../../devices/kit/sparkplug/tidy-float.ts';
import { bytesField, integerField, readFields } from '../../../devices/kit/sparkplug/wire.ts';
import { sparkplugB } from '../../../devices/sparkplug/sparkplug-b.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const at = EXAMPLE_RECEIVED_AT - 1_000;

/** An edge node that stays connected: what one message says is known to the next. */
function connect(address = 'edge', settings: unknown = {}) {
  const context = freshContext(sparkplugB, address, settings);
  return {
    context,
    say: (path: string, payload: unknown) =>
      sparkplugB.decode(
        {
          device: asId<DeviceId>('plc'),
          topic: `spBv1.0/shop/${path}`,
          bytes: payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload)),
          receivedAt: EXAMPLE_RECEIVED_AT,
        },
        context,
      ),
  };
}
const data = (seq: number, ...metrics: object[]) => ({ timestamp: at, seq, metrics });

describe('sparkplug-b', () => {
  const asksOf = (decoded: Decoded): unknown[] =>
    decoded.ok ? (decoded.asks ?? []).map((ask) => (ask.via === 'mqtt' ? [ask.topic, readPayload(ask.bytes)] : ask)) : [decoded];

  it('asks for a birth as long as it misses one', () => {
    const { say } = connect();
    const rebirth = ['spBv1.0/shop/NCMD/edge', { metrics: [{ name: 'Node Control/Rebirth', value: true, dataType: 'Boolean' }] }];
    const bytes = writePayload({ timestamp: at, seq: 4, metrics: [{ name: 'a', value: 1 }] });
    expect(asksOf(say('NDATA/edge', bytes))).toMatchObject([rebirth]);
    expect(asksOf(say('DDATA/edge/door', writePayload({ timestamp: at, seq: 5, metrics: [] })))).toMatchObject([rebirth]);
    expect(asksOf(say('NBIRTH/edge', data(0, { name: 'bdSeq', value: 0 }, { name: 'a', alias: 1, value: 1 })))).toEqual([]);
    expect(asksOf(say('NDATA/edge', data(1, { alias: 1, value: 2 })))).toEqual([]);
    // An alias that no birth named, a gap, and a death, after which the next birth comes by itself.
    expect(asksOf(say('NDATA/edge', writePayload({ timestamp: at, seq: 3, metrics: [] })))).toMatchObject([rebirth]);
    expect(asksOf(say('NDEATH/edge', data(9, { name: 'bdSeq', value: 0 })))).toEqual([]);
  });

  it('asks a bridge that speaks JSON in JSON, and for a device its edge node', () => {
    const { say } = connect('edge/door');
    const decoded = say('DDATA/edge/door', data(4, { alias: 1, value: 1 }));
    const [ask] = decoded.ok ? (decoded.asks ?? []) : [];
    expect(ask).toMatchObject({ via: 'mqtt', topic: 'spBv1.0/shop/NCMD/edge' });
    expect(ask?.via === 'mqtt' && JSON.parse(Buffer.from(ask.bytes).toString())).toMatchObject({ metrics: [{ value: true }] });
    expect(asksOf(say('DBIRTH/edge/door', data(5, { name: 'a', alias: 1, value: 1 })))).toEqual([]);
    expect(asksOf(say('DDATA/edge/door', data(6, { alias: 1, value: 1 })))).toEqual([]);
  });

  it('says when a message of the edge node is lost, until the next birth', () => {
    const { say, context } = connect();
    say('NBIRTH/edge', data(0, { name: 'bdSeq', value: 0 }));
    expect(say('DBIRTH/edge/door', data(1))).not.toHaveProperty('warnings');
    expect(say('NDATA/edge', data(3, { name: 'a', value: 1 }))).toMatchObject({ ok: true, warnings: ['lost-message'] });
    expect(context.memory.session).toMatchObject({ wantsRebirth: true, group: 'shop' });
    say('NBIRTH/edge', data(255, { name: 'bdSeq', value: 1 }));
    expect(context.memory.session).toMatchObject({ wantsRebirth: false });
    expect(say('NDATA/edge', data(0, { name: 'a', value: 1 }))).not.toHaveProperty('warnings');
  });

  it('does not take messages to a sibling for lost ones when it stands for one device', () => {
    const { say } = connect('edge/door');
    say('DBIRTH/edge/door', data(1, { name: 'open', value: true }));
    expect(say('DDATA/edge/door', data(9, { name: 'open', value: false }))).toEqual({
      ok: true,
      readings: [expect.objectContaining({ kind: 'state', values: { open: false } })],
    });
    expect(say('DDEATH/edge/door', data(10))).toMatchObject({ readings: [{ kind: 'status', online: false }] });
  });

  it('asks for a birth where the names of aliases are not known, and forgets old names with a new birth', () => {
    const { say } = connect();
    say('NBIRTH/edge', data(0, { name: 'old', alias: 1, value: 1 }));
    say('NBIRTH/edge', data(0, { name: 'new', alias: 2, value: 1 }));
    expect(say('NDATA/edge', data(1, { alias: 1, value: 5 }, { alias: 2, value: 6 }))).toMatchObject({
      readings: [{ kind: 'state', values: { new: 6 } }],
      warnings: ['unknown-alias'],
    });
    const { context } = connect();
    context.memory.session = { names: {}, types: {}, seq: 1, bdSeq: null, group: 'shop', wantsRebirth: true };
    const [asked] = sparkplugB.command?.({ kind: 'call', name: 'rebirth', id: 'c1', deadline: at, arguments: [] }, context) ?? [];
    expect(asked).toMatchObject({ via: 'mqtt', topic: 'spBv1.0/shop/NCMD/device-1'.replace('device-1', 'edge') });
    if (asked?.via !== 'mqtt') throw new Error('no message');
    expect(readPayload(asked.bytes)).toMatchObject({
      timestamp: at,
      metrics: [{ name: 'Node Control/Rebirth', dataType: 'Boolean', value: true }],
    });
  });

  it('leaves history, controls and nulls out', () => {
    const { say } = connect();
    const metrics = [
      { name: 'then', value: 1, is_historical: true },
      { name: 'Node Control/Rebirth', value: false },
      { name: 'nothing', value: null },
    ];
    say('NBIRTH/edge', data(0));
    expect(say('NDATA/edge', data(1, ...metrics))).toEqual({
      ok: true,
      readings: [],
      none: 'no-values',
      unknownKeys: 1,
      warnings: ['history-left-out'],
    });
  });

  it('refuses a value that cannot be what store.yaml says', () => {
    const { say } = connect('edge', { metrics: { Door: 'door' } });
    expect(say('NDATA/edge', data(1, { name: 'Door', value: 1 }))).toMatchObject({ ok: false, code: 'wrong-type' });
  });

  it('writes a metric of a device once it knows the group', () => {
    const { say, context } = connect('edge/fan');
    const write = { kind: 'write', name: 'Speed', value: -2, id: 'c1', deadline: at } as const;
    expect(sparkplugB.command?.(write, context)).toEqual([]);
    say('DDATA/edge/fan', data(1, { name: 'Speed', value: 1 }));
    const [asked] = sparkplugB.command?.(write, context) ?? [];
    expect(asked).toMatchObject({ topic: 'spBv1.0/shop/DCMD/edge/fan' });
    if (asked?.via !== 'mqtt') throw new Error('no message');
    const payload = readPayload(asked.bytes);
    expect('metrics' in payload && payload.metrics.map(({ value, dataType }) => signed(Number(value), dataType))).toEqual([-2]);
  });
});

describe('the payload in bytes', () => {
  it.each([
    [0xffffffff, 'Int8', -1],
    [0xff, 'Int8', -1],
    [0xff, 'UInt8', 255],
    [0xfffffffe, 'Int32', -2],
    [0xfffe, 'Int16', -2],
    [200, 'Int16', 200],
  ])('reads %d of %s as %d', (raw, type, value) => expect(signed(raw, type)).toBe(value));

  it.each([21.7, 0.1, -3.05, 1e-9, 16_777_217, 3.4e38])('widens the float %d by no digit', (value) => {
    const float = Math.fround(value);
    expect(Math.fround(tidyFloat(float))).toBe(float);
    if (Math.abs(value) < 1e6 && Math.abs(value) > 1e-6) expect(tidyFloat(float)).toBe(value);
  });

  it('reads back what it writes', () => {
    const value = fc.oneof(
      fc.boolean(),
      fc.string(),
      fc.integer({ min: 0 }),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.5 }),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ name: fc.string({ minLength: 1, maxLength: 40 }), value }), { maxLength: 8 }), (metrics) => {
        const read = readPayload(writePayload({ timestamp: at, seq: 7, metrics }));
        expect(read).toMatchObject({ timestamp: at, seq: 7, metrics });
      }),
    );
  });

  it('never throws, whatever the bytes, and takes no message whose lengths do not fit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readPayload(bytes)),
      { numRuns: 2_000 },
    );
    const whole = writePayload({ timestamp: at, metrics: [{ name: 'a', value: 'text' }] });
    for (let length = 1; length < whole.length; length++) {
      const read = readPayload(whole.subarray(0, length));
      // Cut between two fields it is a shorter message, cut within one it is none.
      if (!('ok' in read)) expect(read.metrics).toEqual([]);
    }
    expect(readFields(Uint8Array.from([0x0b]), 10)).toBeNull();
    expect(readFields(Uint8Array.from([0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]), 10)).toBeNull();
    expect(readFields(Uint8Array.from(Array.from({ length: 11 }, () => integerField(1, 1)).flat()), 10)).toBeNull();
    expect(readPayload(Uint8Array.from(bytesField(2, bytesField(1, [0xff]))))).toMatchObject({ code: 'not-utf8' });
    expect(readPayload(Uint8Array.from(Array.from({ length: 1_001 }, () => bytesField(2, [])).flat()))).toMatchObject({ code: 'too-many' });
  });
});
