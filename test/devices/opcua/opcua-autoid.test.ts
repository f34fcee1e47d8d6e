import { describe, expect, it } from 'vitest';
import { type Decoded, freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { opcuaAutoid } from '../../../devices/opcua/opcua-autoid.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const decode = (payload: unknown, settings: object = {}): Decoded =>
  opcuaAutoid.decode(
    { device: asId<DeviceId>('device-1'), topic: '', bytes: Buffer.from(JSON.stringify(payload)), receivedAt: EXAMPLE_RECEIVED_AT },
    freshContext(opcuaAutoid, 'device-1', settings),
  );
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
const epcs = (decoded: Decoded): unknown[] =>
  decoded.ok ? decoded.readings.map((reading) => (reading.kind === 'tag' ? reading.epc : reading.kind)) : [decoded.code];
const union = (PC: number, hex: string) => ({
  ScanResult: [{ CodeType: 'EPC', ScanData: { switchField: 3, Epc: { PC, UId: base64(hex) } } }],
});
const epc = '30340242201D884000000001';

describe('the identity', () => {
  it.each([
    ['of two words', 0x1000, 'E2801160', 'E2801160'],
    ['of six words', 0x3000, epc, epc],
    ['of 31 words', 0xf800, 'AB'.repeat(62), 'AB'.repeat(62)],
    ['with the PC word in front of it once more', 0x3000, `3000${epc}`, epc],
    ['with its checksum behind it', 0x3000, `${epc}1234`, epc],
    ['shorter than its PC word says', 0x4000, epc, epc],
    ['of a reader that knows no PC word', 0, epc, epc],
  ])('%s', (_name, pc, hex, wanted) => {
    expect(epcs(decode(union(pc, hex)))).toEqual([wanted]);
  });

  it.each([
    ['of one byte', 0, 'AB'],
    ['of an odd number of bytes', 0, 'ABCDEF0102'],
    ['longer than a memory bank', 0, 'AB'.repeat(64)],
  ])('is refused: %s', (_name, pc, hex) => {
    expect(epcs(decode(union(pc, hex)))).toEqual(['bad-epc']);
  });

  it('notes what was cut and what does not fit', () => {
    expect(decode(union(0x3000, `${epc}1234`))).toMatchObject({ warnings: ['epc-cut'] });
    expect(decode(union(0x4000, epc))).toMatchObject({ warnings: ['pc-mismatch'] });
  });

  it('is refused when the bytes end before the PC word says', () => {
    const bytes = (hex: string) => ({ ScanResult: [{ CodeType: 'UII', ScanData: { switchField: 1, ByteString: base64(hex) } }] });
    expect(epcs(decode(bytes(`3000${epc}ABCD`), { pcInBytes: true }))).toEqual([epc]);
    expect(epcs(decode(bytes(`4000${epc}`), { pcInBytes: true }))).toEqual(['bad-epc']);
  });
});

describe('the strength', () => {
  const scan = (Strength: number) => ({
    ScanResult: [{ CodeType: 'EPC', ScanData: { switchField: 2, String: epc }, Sighting: [{ Antenna: 1, Strength }] }],
  });
  it.each([
    ['auto', -57, -57, undefined],
    ['auto', -5_750, null, -5_750],
    ['auto', 0, null, 0],
    ['auto', 178, null, 178],
    ['dbm', 0, 0, undefined],
    ['cdbm', -5_750, -57.5, undefined],
    ['raw', -57, null, -57],
  ])('%s %i', (strength, told, rssi, rssiRaw) => {
    expect(decode(scan(told), { strength })).toMatchObject({
      readings: [{ rssi, detail: rssiRaw === undefined ? null : { rssiRaw } }],
    });
  });
});

it('reads variables of the reader that are watched beside the scans', () => {
  expect(decode({ as: 'temperature', value: 41, status: 'Good' })).toMatchObject({ readings: [{ kind: 'climate', temperature: 41 }] });
});

it('refuses the whole event for one result that is none', () => {
  const [good] = union(0x3000, epc).ScanResult;
  expect(decode({ ScanResult: [good, { ...good, ScanData: 'x' }] })).toMatchObject({ ok: false, code: 'wrong-type' });
  expect(decode({ ScanResult: Array.from({ length: 1_001 }, () => good) })).toMatchObject({ ok: false, code: 'too-many' });
});
