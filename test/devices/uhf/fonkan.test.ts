import { describe, expect, it } from 'vitest';
import { type DeviceDriver, freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { fonkan, fonkanCommands } from '../../../devices/uhf/fonkan.ts';
import type { Tid } from '../../../gateway/domain/ids.ts';
import { decodeOne, describeStream, epcsOf, FIRST_EPC, hear, someRead, streamOf, wordsOf } from './stream-checks.ts';

describeStream(fonkan, { isChecked: true });

const TAG = `3000${FIRST_EPC}C35B`;
const TID = 'E2801160200074A1B2C3D4E5';
const inZone = (timezone: string) => freshContext(fonkan, 'gate', { timezone });

describe('fonkan', () => {
  it.each([
    ['\nU\r\n', { none: 'no-tag' }],
    ['\nQ\r\n', { none: 'no-tag' }],
    ['@2026/01/15 17:00:00.500-Antenna1-U', { none: 'no-tag' }],
    ['@END', { none: 'round-end' }],
    ['X', { none: 'command-reply', warnings: ['command-failed'] }],
    ['R1234567890ABCDEF', { none: 'command-reply' }],
    ['S00017B42', { none: 'command-reply' }],
    ['W<OK>', { none: 'command-reply' }],
  ])('takes %j for no read', (text, expected) => expect(decodeOne(fonkan, text)).toEqual({ ok: true, readings: [], ...expected }));

  it('keeps nothing of memory that it is told', () => {
    // Bank content that is no TID: a password could stand there.
    for (const bank of ['0011223344556677', 'E280', `${TID}00`, 'X'.repeat(3)]) {
      const decoded = decodeOne(fonkan, `Q${TAG},R${bank}`);
      if (decoded.ok) expect(decoded.readings).toMatchObject([{ epc: FIRST_EPC, tid: null }]);
      expect(JSON.stringify(decoded)).not.toContain(bank);
    }
    expect(JSON.stringify(decodeOne(fonkan, 'R0011223344556677'))).not.toContain('0011');
  });

  it('takes either case and a version without a serial number', () => {
    expect(decodeOne(fonkan, `U${TAG.toLowerCase()},R${TID.toLowerCase()}`)).toMatchObject({ readings: [{ epc: FIRST_EPC, tid: TID }] });
    expect(decodeOne(fonkan, 'V0502A3')).toMatchObject({ readings: [{ kind: 'info', firmware: '0502A3' }] });
  });

  it.each([
    ['a digit that is missing', `U${TAG.slice(1)}`, 'bad-epc'],
    ['a word that is missing', `U${TAG.slice(0, 8)}${TAG.slice(12)}`, 'bad-checksum'],
    ['a letter that no answer has', `Z${TAG}`, 'unknown-shape'],
    ['an antenna that no reader has', `@2026/01/15 17:00:00.500-Antenna999-U${TAG}`, 'out-of-range'],
    ['a version of another form', 'V', 'unknown-shape'],
    ['the line of a scale', 'S S     12.34 g', 'unknown-shape'],
    ['a word', 'Xylophone', 'unknown-shape'],
    ['a line end alone', '\r\n', 'empty'],
    ['bytes that are no text', Buffer.from([0x55, 0xff, 0xfe]), 'not-utf8'],
  ])('refuses %s', (_name, text, code) => expect(decodeOne(fonkan, text)).toMatchObject({ ok: false, code }));

  it('uses the time of the gateway when its zone is known', () => {
    const line = `@2026/01/15 10:00:00.999-Antenna2-Q${TAG},R${TID}`;
    expect(decodeOne(fonkan, line, inZone('Europe/Berlin'))).toMatchObject({
      readings: [{ antenna: 2, tid: TID, reportedAt: Date.parse('2026-01-15T09:00:00.999Z'), at: EXAMPLE_RECEIVED_AT - 1 }],
    });
    expect(decodeOne(fonkan, line)).toMatchObject({
      readings: [{ antenna: 2, tid: TID, reportedAt: null, at: EXAMPLE_RECEIVED_AT }],
      warnings: ['unusable-time'],
    });
    expect(decodeOne(fonkan, line.replace('01/15', '02/30'), inZone('UTC'))).toMatchObject({ warnings: ['unusable-time'] });
  });

  it('takes no zone that nobody knows', () => expect(() => inZone('Mars/Olympus')).toThrow());

  it('writes a TID only where it can be told from memory', () => {
    const write = (tid: string): string => {
      const read = someRead(FIRST_EPC, { tid: tid as Tid });
      return Buffer.from(fonkan.encode?.([read], read.device)[0]?.bytes ?? '').toString();
    };
    expect(write(TID)).toBe(`\nQ${TAG},R${TID}\r\n`);
    expect(write('E0041234')).toBe(`\nU${TAG}\r\n`);
  });

  it('gives up a line that never ends', () => {
    const heard = hear(fonkan, [Buffer.alloc(2_000, 'U'), Buffer.from(`\nU${TAG}\r\n`)]);
    expect(heard[0]).toMatchObject({ ok: false, code: 'too-many' });
    expect(epcsOf(heard)).toEqual([FIRST_EPC]);
  });

  it('asks for its version once, then for tags', () => {
    const said = (settings: object) => wordsOf(fonkan, 3, settings).map((word) => Buffer.from(word, 'hex').toString());
    expect(said({})).toEqual(['\nV\r', '\nU\r', '\nU\r']);
    expect(said({ tid: true })).toEqual(['\nV\r', '\nQ,R2,0,6\r', '\nQ,R2,0,6\r']);
    expect(said({ way: 'gateway' })).toEqual(['\n@U\r', '\n@U\r', '\n@U\r']);
    const everyMs = (settings: object) => streamOf(fonkan).poll?.everyMs({ antennas: [1], settings });
    expect([everyMs({ pollMs: 100 }), everyMs({ way: 'gateway' })]).toEqual([100, 60_000]);
  });

  it('never says S: with an argument it would overwrite the serial number', () => {
    const commands = Object.values(fonkanCommands).flatMap((make) => [make(true), make(false)]);
    expect(commands.length).toBeGreaterThan(0);
    const driver: DeviceDriver = fonkan;
    const turns = [{}, { tid: true }, { way: 'gateway' }].flatMap((settings) =>
      wordsOf(driver, 50, settings).map((word) => Buffer.from(word, 'hex')),
    );
    for (const command of [...commands, ...turns]) expect(Buffer.from(command).toString()).not.toContain('S');
  });
});
