import { describe, expect, it } from 'vitest';
import { readCaptured } from '../../gateway/commands/captured-input.ts';
import { instant } from '../../gateway/domain/units.ts';

const now = instant(1_770_000_000_000);
const bytes = Buffer.from([0x00, 0x7e, 0xbb, 0xff]);
const read = (text: string, options: Parameters<typeof readCaptured>[1]) => readCaptured(Buffer.from(text), options, now);

describe('captured input', () => {
  it.each([
    ['007EBBFF'],
    ['00 7e bb ff\n'],
    ['0x00, 0x7E, 0xBB, 0xFF'],
    ['0x0,0x7e,0xbb,0xff'],
    ['\\x00\\x7e\\xbb\\xff'],
    ['00:7E:BB:FF'],
    ['00-7e-bb-ff'],
    ['{ 0x00, 0x7E,\r\n  0xBB, 0xFF }'],
    ['007e bbff'],
    ['"\\x00\\x7e\\xbb\\xff"'],
    ['00000000: 007e bbff                                .~..\n'],
    ['00000000  00 7e bb ff                                       |.~..|\n00000004\n'],
  ])('takes hex written as %j', (text) => {
    expect(read(text, { hex: true })).toEqual([{ topic: null, bytes, receivedAt: now }]);
  });

  it.each([['AH67/w=='], ['AH67_w'], ['AH67\n/w==\n']])('takes base64 written as %j', (text) => {
    expect(read(text, { base64: true })[0]?.bytes).toEqual(bytes);
  });

  it.each([
    ['AA BBC', { hex: true }, 'half a byte'],
    ['AA G1', { hex: true }, 'not hex: G'],
    ['A*==', { base64: true }, 'not base64'],
    ['A', { base64: true }, 'not base64'],
    ['00', { hex: true, base64: true }, 'not both'],
    ['00', { receivedAt: 'yesterday' }, '--received-at'],
    ['{"topic":"x"}', { recording: true }, 'line 1: needs'],
    ['\nnonsense', { recording: true }, 'line 2: not JSON'],
  ])('says what is wrong with %j under %j', (text, options, told) => {
    expect(() => read(text, options)).toThrow(told);
  });

  it('takes every line as a message: any line end, blank lines are none, bytes are left as they are', () => {
    const lines = read('a\r\n\nb\tc \nd', { eachLine: true, topic: 't', receivedAt: '2026-01-15T09:00:00Z' });
    expect(lines.map((line) => Buffer.from(line.bytes).toString())).toEqual(['a', 'b\tc ', 'd']);
    expect(lines[0]).toMatchObject({ topic: 't', receivedAt: 1_768_467_600_000 });
    expect(read('00\nff', { eachLine: true, hex: true }).map((line) => [...line.bytes])).toEqual([[0], [255]]);
  });

  it('takes a message as it stands, newline included', () => {
    expect(read('x\n', { receivedAt: '5' })).toEqual([{ topic: null, bytes: Buffer.from('x\n'), receivedAt: 5 }]);
  });

  it('takes topics, times and raw payloads from a recording', () => {
    const line = JSON.stringify({ receivedAt: 7, topic: 'a/b', payload: `base64:${bytes.toString('base64')}` });
    expect(read(`${line}\n\n{"receivedAt":8,"topic":"c","payload":{"x":1}}`, { recording: true })).toEqual([
      { topic: 'a/b', bytes, receivedAt: 7 },
      { topic: 'c', bytes: Buffer.from('{"x":1}'), receivedAt: 8 },
    ]);
  });
});
