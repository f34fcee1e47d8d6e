import { describe, expect, it } from 'vitest';
import { hexWedge } from '../../../devices/uhf/hex-wedge.ts';
import { decodeOne, describeStream, epcsOf, FIRST_EPC, hear } from './stream-checks.ts';

describeStream(hexWedge, { isChecked: false });

describe('hex-wedge', () => {
  it('does not take a line for an EPC whose end never came', () => {
    expect(hear(hexWedge, [Buffer.from(FIRST_EPC.slice(0, 16))])).toMatchObject([{ ok: false, code: 'bad-checksum' }]);
    expect(epcsOf(hear(hexWedge, [Buffer.from(`${FIRST_EPC}\r`)]))).toEqual([FIRST_EPC]);
  });

  it.each([
    ['3000E28011600000A1B2C3D4', true],
    ['3400E2001A2B3C4D5E6F7081', true],
    [FIRST_EPC, false],
    ['E28011600000A1B2C3D4E5F6', false],
    ['300000000000000000000001', false],
  ])('notes a glued PC in %s: %s', (epc, isGlued) => {
    const decoded = decodeOne(hexWedge, `${epc}\r\n`);
    expect(decoded).toMatchObject({ readings: [{ epc }] });
    expect(decoded.ok ? decoded.warnings : null).toEqual(isGlued ? ['glued-pc'] : undefined);
  });

  it.each([`3000${FIRST_EPC}`, `3400${FIRST_EPC}`])('takes a PC that tells how much follows off: %s', (told) => {
    expect(decodeOne(hexWedge, `${told}\r\n`)).toMatchObject({ readings: [{ epc: FIRST_EPC, detail: { pcHex: told.slice(0, 4) } }] });
  });

  it('keeps no samples of what it refuses: it may be a card', () => expect(hexWedge.isPersonal).toBe(true));

  it.each([
    ['a decimal number with a sign', '-12345678', 'bad-epc'],
    ['two EPCs', `${FIRST_EPC},${FIRST_EPC}`, 'bad-epc'],
    ['bytes that are no text', Buffer.from([0x33, 0xff]), 'not-utf8'],
  ])('refuses %s', (_name, text, code) => expect(decodeOne(hexWedge, text)).toMatchObject({ ok: false, code }));
});
