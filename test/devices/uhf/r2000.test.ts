import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { r2000Frame } from '../../../devices/kit/serial-uhf/r2000-frame.ts';
import { r2000 } from '../../../devices/uhf/r2000.ts';
import { decodeOne, describeStream, epcsOf, FIRST_EPC, hear, readingsOf, someRead, wordsOf } from './stream-checks.ts';

describeStream(r2000, { isChecked: true });

const BODY = Buffer.from(`3000${FIRST_EPC}`, 'hex');
const END = r2000Frame(1, 0x89, [0, 0, 20, 0, 0, 0, 3]);

describe('r2000', () => {
  it.each([
    ['success', 0x74, 0x10, { none: 'command-reply' }],
    ['failure', 0x74, 0x11, { none: 'command-reply', warnings: ['command-failed'] }],
    ['an antenna that does not exist', 0x74, 0x49, { none: 'command-reply', warnings: ['command-failed'] }],
    ['an inventory that failed', 0x89, 0x31, { none: 'command-reply', warnings: ['command-failed'] }],
    ['nobody in the field', 0x89, 0x36, { none: 'no-tag' }],
    ['our own inventory, echoed', 0x89, 0x01, { none: 'command' }],
    ['our own choice of an antenna, echoed', 0x74, 0x02, { none: 'command' }],
  ])('takes %s for no read', (_name, command, status, expected) =>
    expect(decodeOne(r2000, r2000Frame(1, command, [status]))).toEqual({ ok: true, readings: [], ...expected }),
  );

  it.each([
    ['the end of a round', END, 'round-end'],
    ['an answer that we did not ask for', r2000Frame(1, 0x77, [30, 30, 30, 30]), 'command-reply'],
  ])('takes %s for no read', (_name, bytes, none) => expect(decodeOne(r2000, bytes)).toEqual({ ok: true, readings: [], none }));

  it('takes another module on the line for no read', () => {
    const context = freshContext(r2000, 'gate', { address: 1 });
    expect(decodeOne(r2000, r2000Frame(2, 0x89, [0, ...BODY, 70]), context)).toEqual({ ok: true, readings: [], none: 'other-address' });
  });

  it('hears the upper four of eight ports', () => {
    expect(readingsOf([decodeOne(r2000, r2000Frame(1, 0x8b, [2, ...BODY, 70 | 0x80]))])).toMatchObject([{ antenna: 7, rssi: -59 }]);
  });

  it.each([
    ['a PC that says another length', [0, 0x28, ...BODY.subarray(1), 70], 'bad-epc'],
    ['two bytes of an inventory', [0, 0x22], 'unknown-shape'],
    ['no byte of an inventory', [], 'unknown-shape'],
  ])('refuses %s', (_name, data, code) => expect(decodeOne(r2000, r2000Frame(1, 0x89, data))).toMatchObject({ ok: false, code }));

  it('hears every module when no address is set', () => {
    const context = freshContext(r2000, 'gate');
    expect(decodeOne(r2000, r2000Frame(9, 0x89, [0, ...BODY, 70]), context)).toMatchObject({ readings: [{ epc: FIRST_EPC }] });
  });

  it('finds a later frame after one with a wrong checksum', () => {
    const damaged = END.map((byte, index) => (index === END.length - 1 ? byte ^ 0x10 : byte));
    const heard = hear(r2000, [damaged, r2000Frame(1, 0x89, [0, ...BODY, 70])]);
    expect(heard.map((each) => (each.ok ? 'ok' : each.code))).toEqual(['bad-checksum', 'ok']);
    expect(epcsOf(heard)).toEqual([FIRST_EPC]);
  });

  it.each([
    [0, 865_000],
    [6, 868_000],
    [7, 902_000],
    [59, 928_000],
    [60, undefined],
  ])('channel %i is %s kHz', (index, khz) => {
    const [read] = readingsOf([decodeOne(r2000, r2000Frame(1, 0x89, [index << 2, ...BODY, 70]))]);
    expect(read).toMatchObject({ antenna: 1, rssi: -59 });
    expect(read?.kind === 'tag' ? read.detail?.frequencyKhz : null).toBe(khz);
  });

  it('tells a missing antenna once, and that it is over after many good rounds', () => {
    const context = freshContext(r2000);
    const fault = r2000Frame(1, 0x89, [0x22]);
    const told = (bytes: Uint8Array) => readingsOf([decodeOne(r2000, bytes, context)]);
    expect(told(fault)).toMatchObject([{ kind: 'state', values: { antennaFault: true } }]);
    // The other antennas answer well in between.
    for (let turn = 0; turn < 100; turn++) expect(told(turn % 2 === 0 ? END : fault)).toEqual([]);
    const states = Array.from({ length: 40 }, () => told(END)).flat();
    expect(states).toMatchObject([{ kind: 'state', values: { antennaFault: false } }]);
    expect(context.memory).toEqual({});
  });

  it('leaves out reads at antennas that it has not', () => {
    const reads = [someRead(FIRST_EPC, { antenna: 0 }), someRead(FIRST_EPC, { antenna: 5 }), someRead(FIRST_EPC, { antenna: 4 })];
    const frames = (r2000.encode?.(reads, someRead(FIRST_EPC).device) ?? []).map(({ bytes }) => bytes);
    expect(readingsOf(hear(r2000, frames))).toMatchObject([{ antenna: 4, rssi: -60 }]);
  });

  it('selects each antenna before its inventory', () => {
    const words = wordsOf(r2000, 6, { powerDbm: 30, address: 3 }, [1, 4]);
    const frames = [r2000Frame(3, 0x72), r2000Frame(3, 0x76, [30])];
    frames.push(r2000Frame(3, 0x74, [0]), r2000Frame(3, 0x89, [1]), r2000Frame(3, 0x74, [3]), r2000Frame(3, 0x89, [1]));
    expect(words).toEqual(frames.map((frame) => Buffer.from(frame).toString('hex')));
  });

  it('selects a single antenna only from time to time', () => {
    const select = Buffer.from(r2000Frame(255, 0x74, [1])).toString('hex');
    const words = wordsOf(r2000, 129, {}, [2]);
    expect(words.flatMap((word, turn) => (word === select ? [turn] : []))).toEqual([1, 65]);
  });
});
