import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { uhfReaderFrame } from '../../../devices/kit/serial-uhf/uhfreader-frame.ts';
import { uhfreader18 } from '../../../devices/uhf/uhfreader18.ts';
import { decodeOne, describeStream, FIRST_EPC, readingsOf, wordsOf } from './stream-checks.ts';

describeStream(uhfreader18, { isChecked: true });

const EPC = Buffer.from(FIRST_EPC, 'hex');
const reply = (status: number, data: readonly number[] = [], command = 1): Uint8Array => uhfReaderFrame(0, command, [status, ...data]);

describe('uhfreader18', () => {
  it.each([1, 2, 3, 4])('takes the tags of a frame with status %i', (status) => {
    expect(decodeOne(uhfreader18, reply(status, [1, 12, ...EPC]))).toMatchObject({
      readings: [{ epc: FIRST_EPC, antenna: 0, rssi: null }],
    });
    expect(decodeOne(uhfreader18, reply(status, [0]))).toEqual({ ok: true, readings: [], none: 'no-tag' });
  });

  it.each([
    ['nobody in the field', reply(0xfb), { none: 'no-tag' }],
    ['a wrong command', reply(0xfe), { none: 'command-reply', warnings: ['command-failed'] }],
    ['a wrong parameter', reply(0xff), { none: 'command-reply', warnings: ['command-failed'] }],
    ['another command that worked', reply(0, [1, 2, 3], 0x21), { none: 'command-reply' }],
    ['our own command, echoed', uhfReaderFrame(0, 1), { none: 'command' }],
  ])('takes %s for no read and no error', (_name, bytes, expected) =>
    expect(decodeOne(uhfreader18, bytes)).toEqual({ ok: true, readings: [], ...expected }),
  );

  it('tells a failed antenna check', () => {
    expect(decodeOne(uhfreader18, reply(0xf8))).toMatchObject({ readings: [{ kind: 'state', values: { antennaFault: true } }] });
  });

  it('takes the fault for over after many rounds, not after many tags', () => {
    const context = freshContext(uhfreader18);
    const told = (bytes: Uint8Array) => readingsOf([decodeOne(uhfreader18, bytes, context)]);
    told(reply(0xf8));
    for (let n = 0; n < 100; n++) expect(told(reply(3, [1, 12, ...EPC]))).toMatchObject([{ kind: 'tag' }]);
    const states = Array.from({ length: 40 }, () => told(reply(1, [0]))).flat();
    expect(states).toMatchObject([{ kind: 'state', values: { antennaFault: false } }]);
  });

  it('leaves out a tag without a usable EPC and keeps the ones beside it', () => {
    expect(decodeOne(uhfreader18, reply(1, [3, 0, 12, ...EPC, 1, 9]))).toMatchObject({
      readings: [{ epc: FIRST_EPC }],
      warnings: ['unusable-epc'],
    });
  });

  it.each([
    ['more bytes than tags', [1, 12, ...EPC, 0]],
    ['more tags than bytes', [2, 12, ...EPC]],
    ['no count', []],
  ])('refuses %s', (_name, data) => expect(decodeOne(uhfreader18, reply(1, data))).toMatchObject({ ok: false, code: 'unknown-shape' }));

  it('hears every reader when no address is set, and asks all of them', () => {
    const context = freshContext(uhfreader18, 'gate');
    expect(decodeOne(uhfreader18, uhfReaderFrame(3, 1, [1, 1, 12, ...EPC]), context)).toMatchObject({ readings: [{ epc: FIRST_EPC }] });
    expect(wordsOf(uhfreader18, 2)).toEqual(new Array(2).fill(Buffer.from(uhfReaderFrame(255, 1)).toString('hex')));
  });

  it('asks with the command of the manual', () => {
    expect(wordsOf(uhfreader18, 1, { address: 0 })).toEqual(['040001db4b']);
  });
});
