import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { m100Frame } from '../../../devices/kit/serial-uhf/m100-frame.ts';
import { yrm100 } from '../../../devices/uhf/yrm100.ts';
import type { Dbm } from '../../../gateway/domain/units.ts';
import { decodeOne, describeStream, FIRST_EPC, hear, readingsOf, someRead, streamOf, wordsOf } from './stream-checks.ts';

describeStream(yrm100, { isChecked: true });

const tag = (hex: string) => decodeOne(yrm100, m100Frame('notice', 0x22, Buffer.from(hex, 'hex')));

describe('yrm100', () => {
  it.each([
    ['nobody answered', m100Frame('reply', 0xff, [0x15]), { none: 'no-tag' }],
    ['the air is busy', m100Frame('reply', 0xff, [0x20]), { none: 'command-reply', warnings: ['command-failed'] }],
    ['a wrong command', m100Frame('reply', 0xff, [0x17]), { none: 'command-reply', warnings: ['command-failed'] }],
    ['an error without a code', m100Frame('reply', 0xff), { none: 'command-reply', warnings: ['command-failed'] }],
    ['power was set', m100Frame('reply', 0xb6, [0]), { none: 'command-reply' }],
    ['another notice', m100Frame('notice', 0x30, [0]), { none: 'reader-event' }],
    ['our own command, echoed', m100Frame('command', 0x22), { none: 'command' }],
    ['who made it', m100Frame('reply', 0x03, [2, 0x58]), { none: 'command-reply' }],
    ['a version of bytes that are no text', m100Frame('reply', 0x03, [1, 1, 2]), { none: 'command-reply' }],
    ['no version', m100Frame('reply', 0x03), { none: 'command-reply' }],
  ])('takes %s for no read and no error', (_name, bytes, expected) =>
    expect(decodeOne(yrm100, bytes)).toEqual({ ok: true, readings: [], ...expected }),
  );

  it('says model and firmware', () => {
    expect(decodeOne(yrm100, m100Frame('reply', 0x03, [0, ...Buffer.from('M100 26dBm')]))).toMatchObject({
      readings: [{ kind: 'info', model: 'M100 26dBm' }],
    });
  });

  it.each([
    ['a PC that says another length', 'c6280030340242201d884000000001', 'bad-checksum'],
    ['nothing but a signal', 'c6', 'unknown-shape'],
    ['a tag without an EPC', 'c600000000', 'bad-checksum'],
    // Erased tags have none: PC 0 with its right CRC.
    ['a tag with an empty EPC and the right CRC', 'c60000e2f0', 'bad-epc'],
  ])('refuses %s', (_name, hex, code) => expect(tag(hex)).toMatchObject({ ok: false, code }));

  it('keeps a read whose signal nobody can hear, without the signal', () => {
    const [frame] = yrm100.encode?.([someRead(FIRST_EPC, { rssi: null })], someRead(FIRST_EPC).device) ?? [];
    expect(decodeOne(yrm100, frame?.bytes ?? '')).toMatchObject({ readings: [{ epc: FIRST_EPC, rssi: null }], warnings: ['absurd-rssi'] });
  });

  it('keeps the PC of a read that it writes, when it fits', () => {
    const written = [
      someRead(FIRST_EPC, { detail: { pcHex: '3400' }, rssi: -60.4 as Dbm }),
      someRead(FIRST_EPC, { detail: { pcHex: '2800' } }),
    ];
    const frames = (yrm100.encode?.(written, written[0]?.device ?? someRead(FIRST_EPC).device) ?? []).map(({ bytes }) => bytes);
    expect(readingsOf(hear(yrm100, frames))).toMatchObject([{ detail: { pcHex: '3400' }, rssi: -60 }, { detail: { pcHex: '3000' } }]);
  });

  it('says one word a turn and renews the polling', () => {
    const poll = 'bb00270003222710837e';
    const words = wordsOf(yrm100, 30, { powerDbm: 20, region: 'us' });
    expect(words.slice(0, 6)).toEqual([
      'bb00280000287e',
      'bb0003000100047e',
      'bb0003000101057e',
      'bb00070001020a7e',
      'bb00b6000207d08f7e',
      poll,
    ]);
    expect(words.slice(6)).toEqual(new Array(24).fill('-'));
    expect(wordsOf(yrm100, 31)[28]).toBe(poll);
    expect(streamOf(yrm100).poll?.everyMs({ antennas: [1], settings: {} })).toBe(200);
    expect(streamOf(yrm100).stop?.({ antennas: [1], settings: {} })).toEqual([m100Frame('command', 0x28)]);
  });

  it('takes no power above what the law allows anywhere', () => {
    expect(() => freshContext(yrm100, 'gate', { powerDbm: 40 })).toThrow();
  });
});
