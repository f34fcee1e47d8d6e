import { describe, expect, it } from 'vitest';
import { uhfReaderFrame } from '../../../devices/kit/serial-uhf/uhfreader-frame.ts';
import { uhfreader288 } from '../../../devices/uhf/uhfreader288.ts';
import { decodeOne, describeStream, FIRST_EPC, someRead, streamOf, wordsOf } from './stream-checks.ts';

describeStream(uhfreader288, { isChecked: true });

const EPC = Buffer.from(FIRST_EPC, 'hex');
const tagAt = (mask: number) => decodeOne(uhfreader288, uhfReaderFrame(0, 1, [3, mask, 1, 12, ...EPC, 80]));

describe('uhfreader288', () => {
  it.each([
    [0x01, 1],
    [0x02, 2],
    [0x04, 3],
    [0x08, 4],
    [0x80, 8],
  ])('mask %i is antenna %i', (mask, antenna) => {
    const decoded = tagAt(mask);
    expect(decoded).toMatchObject({ readings: [{ antenna, rssi: null, detail: { rssiRaw: 80 } }] });
    expect(decoded).not.toHaveProperty('warnings');
  });

  it('does not choose among several antennas', () => {
    expect(tagAt(0x05)).toMatchObject({ readings: [{ antenna: 0 }], warnings: ['several-antennas'] });
    expect(tagAt(0x00)).toMatchObject({ readings: [{ antenna: 0 }] });
  });

  it.each([
    [0xfb, { none: 'no-tag' }],
    [0xfe, { none: 'command-reply', warnings: ['command-failed'] }],
    [0xff, { none: 'command-reply', warnings: ['command-failed'] }],
  ])('takes status %i for no read', (status, expected) =>
    expect(decodeOne(uhfreader288, uhfReaderFrame(0, 1, [status]))).toEqual({ ok: true, readings: [], ...expected }),
  );

  it('says the antenna and the level that a reading has', () => {
    const [frame] = uhfreader288.encode?.([someRead(FIRST_EPC, { antenna: 4, detail: { rssiRaw: 99 } })], someRead(FIRST_EPC).device) ?? [];
    expect(decodeOne(uhfreader288, frame?.bytes ?? '')).toMatchObject({ readings: [{ antenna: 4, detail: { rssiRaw: 99 } }] });
  });

  it('asks antenna by antenna and waits until the reader hears again', () => {
    const inventory = (antenna: number): string =>
      Buffer.from(uhfReaderFrame(255, 1, [4, 0, 1, 0, 0, 0, 0, 0x80 + antenna - 1, 5])).toString('hex');
    expect(wordsOf(uhfreader288, 3, { scanMs: 500 }, [1, 3])).toEqual([inventory(1), inventory(3), inventory(1)]);
    expect(streamOf(uhfreader288).poll?.everyMs({ antennas: [1], settings: { scanMs: 500 } })).toBeGreaterThan(500);
  });
});
