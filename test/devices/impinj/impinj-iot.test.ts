import { describe, expect, it } from 'vitest';
import { impinjIot } from '../../../devices/impinj/impinj-iot.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const epc = '30340242201D884000000001';
const other = '30340242201D884000000002';
const decode = (payload: unknown) =>
  impinjIot.decode(
    {
      device: asId<DeviceId>('gate'),
      topic: 'impinj/gate/events',
      bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
      receivedAt: EXAMPLE_RECEIVED_AT,
    },
    freshContext(impinjIot),
  );
const event = (tagInventoryEvent: object, timestamp = '2026-01-15T09:00:00Z') => ({ timestamp, tagInventoryEvent });

describe('impinj-iot', () => {
  it('believes epcHex when epc says something else, and notes it', () => {
    const decoded = decode(event({ epcHex: epc, epc: Buffer.from(other, 'hex').toString('base64') }));
    expect(decoded).toMatchObject({ ok: true, readings: [{ epc }], warnings: ['epc-mismatch'] });
  });

  it('takes hex that a relay put into epc, also beside base64 of its own', () => {
    expect(decode(event({ epc }))).toMatchObject({ ok: true, readings: [{ epc }] });
    expect(decode(event({ epc, epcHex: epc.toLowerCase() }))).not.toHaveProperty('warnings');
  });

  it('does not fall back to epc when epcHex is damaged', () => {
    expect(decode(event({ epcHex: epc.slice(1), epc: Buffer.from(epc, 'hex').toString('base64') }))).toMatchObject({ code: 'bad-epc' });
  });

  it('says that the reader lost reads', () => {
    const overflow = { timestamp: '2026-01-15T09:00:00Z', eventType: 'overflow', overflowEvent: { eventsPurged: 12 } };
    expect(decode(overflow)).toMatchObject({
      ok: true,
      readings: [{ kind: 'state', values: { readsLost: 12 } }],
      warnings: ['reads-lost-in-reader'],
    });
  });

  it('keeps reads whose time has no zone, at the time of arrival', () => {
    expect(decode(event({ epcHex: epc }, '2026-01-15T09:00:00'))).toMatchObject({
      readings: [{ at: EXAMPLE_RECEIVED_AT, reportedAt: null }],
      warnings: ['unusable-time'],
    });
  });

  it.each([
    ['\r\n', { none: 'keep-alive' }],
    ['[]', { none: 'keep-alive' }],
    ['connected', { readings: [{ kind: 'status', online: true }] }],
    ['connection lost', { readings: [{ kind: 'status', online: false }] }],
    ['{"eventType":"diagnostic","diagnosticEvent":{}}', { none: 'reader-event' }],
    ['{"eventType":"antennaConnected","antennaConnectedEvent":{"antennaPort":"2"}}', { none: 'reader-event' }],
    ['{"inventoryStatusEvent":{"inventoryStatus":"idle"}}', { readings: [{ kind: 'state', values: { inventory: 'idle' } }] }],
    ['{"antennaConnectedEvent":{"antennaPort":2}}', { readings: [{ kind: 'state', values: { antenna2Connected: true } }] }],
    ['{"antennaDisconnectedEvent":{"antennaPort":2}}', { readings: [{ kind: 'state', values: { antenna2Connected: false } }] }],
    ['{"gpiTransitionEvent":{"gpi":1,"transition":"low-to-high"}}', { readings: [{ kind: 'state', values: { gpi1: true } }] }],
  ])('understands %j', (text, expected) => expect(decode(text)).toMatchObject({ ok: true, ...expected }));

  it.each([
    ['one damaged event of a batch', [event({ epcHex: epc }), event({})], 'bad-epc'],
    ['5,001 events', Array.from({ length: 5_001 }, () => event({ epcHex: epc })), 'too-many'],
    ['a port in halves', event({ epcHex: epc, antennaPort: 1.5 }), 'wrong-type'],
    ['a frequency in MHz', event({ epcHex: epc, frequency: 921.625 }), 'out-of-range'],
    ['an event that is a text', { tagInventoryEvent: 'x' }, 'wrong-type'],
    ['a text of the broker', 'goodbye', 'not-json'],
    ['nothing', '', 'empty'],
  ])('refuses %s whole', (_name, payload, code) => expect(decode(payload)).toMatchObject({ ok: false, code }));

  it('writes times with nine decimals and identities in base64', () => {
    const decoded = decode(event({ epcHex: epc, antennaPort: 3, peakRssiCdbm: -5_125 }));
    const written = decoded.ok ? impinjIot.encode?.(decoded.readings, asId<DeviceId>('gate')) : undefined;
    expect(written?.map(({ topic, bytes }) => ({ topic, payload: JSON.parse(Buffer.from(bytes).toString()) }))).toEqual([
      {
        topic: 'impinj/gate/events',
        payload: {
          timestamp: '2026-01-15T09:00:00.000000000Z',
          eventType: 'tagInventory',
          tagInventoryEvent: { epc: 'MDQCQiAdiEAAAAAB', antennaPort: 3, peakRssiCdbm: -5_125 },
        },
      },
    ]);
  });
});
