import { describe, expect, it } from 'vitest';
import { epcisCapture } from '../../../devices/epcis/epcis-capture.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const decode = (payload: unknown, settings: unknown = {}) =>
  epcisCapture.decode(
    { device: asId<DeviceId>('dock'), topic: '', bytes: Buffer.from(JSON.stringify(payload)), receivedAt: EXAMPLE_RECEIVED_AT },
    freshContext(epcisCapture, 'dock', settings),
  );
const event = (more: object) => ({ type: 'ObjectEvent', action: 'OBSERVE', eventTime: '2026-01-15T09:00:00Z', ...more });
const documentOf = (...eventList: object[]) => ({ type: 'EPCISDocument', schemaVersion: '2.0', epcisBody: { eventList } });
const item = 'urn:epc:id:sgtin:9501101.053000.17';

describe('epcis-capture', () => {
  it('reads items, not the cards of customers, and says that something was left out', () => {
    const card = 'urn:epc:id:gsrn:9501101.0000012345';
    const decoded = decode(documentOf(event({ epcList: [item, card] })));
    expect(decoded).toMatchObject({ ok: true, readings: [{ kind: 'tag' }], warnings: ['other-identifier'] });
    expect(JSON.stringify(decoded)).not.toContain('0000012345');
  });

  it('refuses a document whole when one event is damaged', () => {
    expect(decode(documentOf(event({ epcList: [item] }), event({ eventTime: 'yesterday' })))).toMatchObject({ code: 'bad-time' });
    expect(decode(documentOf(event({ epcList: [item, 7] })))).toMatchObject({ code: 'wrong-type' });
    expect(decode(documentOf(event({ action: 'LOOK' })))).toMatchObject({ code: 'out-of-range' });
    const hot = { sensorReport: [{ type: 'Temperature', value: 400, uom: 'CEL' }] };
    expect(decode(documentOf(event({ epcList: [item], sensorElementList: [hot] })))).toMatchObject({ code: 'out-of-range' });
    expect(decode(documentOf(...Array.from({ length: 1_001 }, () => event({}))))).toMatchObject({ code: 'too-many' });
  });

  it('takes nothing of the past for now, unless it is asked to', () => {
    const old = documentOf(event({ eventTime: '2026-01-15T06:00:00Z', epcList: [item] }));
    expect(decode(old)).toEqual({ ok: true, readings: [], none: 'late', warnings: ['late'] });
    expect(decode(old, { lateAfterMs: 86_400_000 })).toMatchObject({ readings: [{ kind: 'tag', at: EXAMPLE_RECEIVED_AT }] });
  });

  it.each([
    ['Temperature', 'FAH', 39.2, { temperature: 4 }],
    ['Temperature', 'KEL', 277.15, { temperature: 4 }],
    ['Illuminance', 'LUX', 800, { illuminanceLux: 800 }],
  ])('understands %s in %s', (type, uom, value, climate) => {
    const element = { sensorMetadata: { time: '2026-01-15T08:59:00.5Z' }, sensorReport: [{ type, value, uom }] };
    expect(decode(documentOf(event({ sensorElementList: [element] })))).toMatchObject({
      readings: [{ kind: 'climate', ...climate, at: EXAMPLE_RECEIVED_AT - 60_500 }],
    });
  });

  it.each([
    ['transformations', { type: 'TransformationEvent' }],
    ['associations', event({ type: 'AssociationEvent', action: 'ADD' })],
    ['what was deleted', event({ action: 'DELETE', epcList: [item] })],
  ])('sees nothing in %s', (_name, raw) => {
    expect(decode(documentOf({ eventTime: '2026-01-15T09:00:00Z', ...raw }))).toMatchObject({ readings: [], none: 'no-observation' });
  });
});
