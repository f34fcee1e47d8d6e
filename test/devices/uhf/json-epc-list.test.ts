import { describe, expect, it } from 'vitest';
import { jsonEpcList } from '../../../devices/uhf/json-epc-list.ts';
import { decodeOne, FIRST_EPC } from './stream-checks.ts';

const timestamp = '2026-01-15T09:00:00Z';
const decode = (payload: unknown) => decodeOne(jsonEpcList, JSON.stringify(payload));

describe('json-epc-list', () => {
  it('notes a glued PC and keeps the identity as it came', () => {
    const epcs = ['3000E28011600000A1B2C3D4'];
    expect(decode({ device_id: 'p', timestamp, epcs })).toMatchObject({ readings: [{ epc: epcs[0] }], warnings: ['glued-pc'] });
    expect(decode({ device_id: 'p', timestamp, epcs: [FIRST_EPC] })).not.toHaveProperty('warnings');
  });

  it('takes an empty list for nobody in the field', () => {
    expect(decode({ device_id: 'p', timestamp, epcs: [], site: 'x' })).toEqual({ ok: true, readings: [], none: 'no-tag', unknownKeys: 1 });
  });

  it.each([
    ['a list', [FIRST_EPC], 'wrong-type'],
    ['a text for the list', { epcs: FIRST_EPC }, 'wrong-type'],
    ['5,001 EPCs', { epcs: new Array(5_001).fill(FIRST_EPC) }, 'too-many'],
    ['a number for an EPC', { epcs: [30340242] }, 'bad-epc'],
    ['no list', { device_id: 'p' }, 'unknown-shape'],
  ])('refuses %s whole', (_name, payload, code) => expect(decode(payload)).toMatchObject({ ok: false, code }));
});
