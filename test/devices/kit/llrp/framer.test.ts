import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLlrpFramer } from '../../../../devices/kit/llrp/framer.ts';
import { LONGEST_MESSAGE, writeMessage } from '../../../../devices/kit/llrp/message.ts';
import { MESSAGE } from '../../../../devices/kit/llrp/numbers.ts';

const messages = [
  writeMessage(MESSAGE.KEEPALIVE, 1),
  writeMessage(MESSAGE.RO_ACCESS_REPORT, 2, Buffer.alloc(40, 0xa5)),
  writeMessage(MESSAGE.RO_ACCESS_REPORT, 3),
  writeMessage(MESSAGE.GET_READER_CAPABILITIES_RESPONSE, 4, Buffer.alloc(9_000, 7)),
  writeMessage(MESSAGE.KEEPALIVE, 5),
];
const whole = Buffer.concat(messages);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** A head with this first word and length. */
const head = (word: number, length: number): Buffer => {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt16BE(word);
  bytes.writeUInt32BE(length, 2);
  return bytes;
};

describe('the framer', () => {
  it('gives whole messages wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length), { maxLength: 60 }), (cuts) => {
        const framer = createLlrpFramer();
        const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
        const pieces = places.slice(1).flatMap((to, index) => framer.push(whole.subarray(places[index], to)));
        expect(pieces.map(({ ok, bytes }) => [ok, hex(bytes)])).toEqual(messages.map((bytes) => [true, hex(bytes)]));
        expect(framer.flush()).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('gives pieces that later chunks leave alone', () => {
    const framer = createLlrpFramer();
    const [first] = framer.push(whole.subarray(0, 30));
    framer.push(whole.subarray(30));
    expect(hex(first?.bytes ?? new Uint8Array(0))).toBe(hex(messages[0] as Uint8Array));
  });

  it.each([
    ['an unknown version', head(0x0c3e, 10)],
    ['reserved bits', head(0x243e, 10)],
    ['an unknown type', head(0x0400 | 999, 10)],
    ['a length shorter than a head', head(0x043e, 9)],
    ['a length beyond the bound', head(0x043e, LONGEST_MESSAGE + 1)],
  ])('gives the stream up at %s, once, and takes what came before', (_what, bad) => {
    const framer = createLlrpFramer();
    const pieces = framer.push(Buffer.concat([messages[0] as Uint8Array, bad, Buffer.from('rest')]));
    expect(pieces.map(({ ok, bytes }) => [ok, bytes.length])).toEqual([
      [true, 10],
      [false, 14],
    ]);
    expect(pieces[1]).toMatchObject({ code: 'bad-checksum' });
    expect(framer.push(messages[0] as Uint8Array)).toEqual([]);
    expect(framer.flush()).toEqual([]);
  });

  it('says that the stream ended inside a message', () => {
    const framer = createLlrpFramer();
    expect(framer.push(whole.subarray(0, 25))).toHaveLength(1);
    expect(framer.flush()).toMatchObject([{ ok: false, code: 'bad-checksum', bytes: Uint8Array.from(whole.subarray(10, 25)) }]);
    expect(framer.flush()).toEqual([]);
  });

  it('takes the longest message in pieces of one byte each in a moment', () => {
    const framer = createLlrpFramer();
    const long = writeMessage(MESSAGE.RO_ACCESS_REPORT, 1, Buffer.alloc(200_000));
    const begun = performance.now();
    let count = 0;
    for (const byte of long) count += framer.push(Uint8Array.of(byte)).length;
    expect(count).toBe(1);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('never throws on noise, and gives every byte once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.constantFrom(...messages)), { maxLength: 12 }), (chunks) => {
        const framer = createLlrpFramer();
        const pieces = [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.flush()];
        const given = Buffer.concat(pieces.map(({ bytes }) => bytes));
        expect(hex(Buffer.concat(chunks)).startsWith(hex(given))).toBe(true);
        if (pieces.every(({ ok }) => ok)) expect(given.length).toBe(Buffer.concat(chunks).length);
        for (const piece of pieces.slice(0, -1)) expect(piece.ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
