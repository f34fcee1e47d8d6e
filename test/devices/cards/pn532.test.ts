import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listOneTarget, pn532 } from '../../../devices/cards/pn532.ts';
import { lookForPn532, readPn532Frame, writePn532Frame } from '../../../devices/kit/card/pn532-frame.ts';
import { cardsOf, createListener, readStream } from '../../support/listener.ts';

const UID = [0x3b, 0xbe, 0xef, 0x42] as const;
const listed = (sak: number, ...uid: readonly number[]): Uint8Array =>
  writePn532Frame('reply', [0x4b, 1, 1, 0, 4, sak, uid.length, ...uid]);
const ACK = Uint8Array.from([0, 0, 0xff, 0, 0xff, 0]);
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const options = { antennas: [1], settings: { pollMs: 300 } };

describe('pn532', () => {
  it('hears a card wherever the stream is cut', () => {
    const bytes = join(ACK, listed(0x08, ...UID));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const listener = createListener(pn532);
      const outcomes = [listener.hear(bytes.subarray(0, cut)), listener.hear(bytes.subarray(cut))];
      expect(outcomes.flatMap(cardsOf)).toEqual(['3BBEEF42']);
      expect(outcomes.flatMap(({ none }) => none)).toEqual(['command-reply']);
      expect(outcomes.flatMap(({ refused }) => refused)).toEqual([]);
    }
  });

  it('finds the frame behind noise, behind half a frame, behind more zeros, and behind one that lost its last zero', () => {
    const other = listed(0x08, 0x3b, 1, 2, 3);
    expect(cardsOf(readStream(pn532, join(Uint8Array.from([0x55, 0xff, 0x80]), listed(0x08, ...UID))))).toEqual(['3BBEEF42']);
    expect(cardsOf(readStream(pn532, join(other.subarray(0, 9), listed(0x08, ...UID))))).toEqual(['3BBEEF42']);
    expect(cardsOf(readStream(pn532, join(new Uint8Array(30), listed(0x08, ...UID))))).toEqual(['3BBEEF42']);
    expect(cardsOf(readStream(pn532, join(other.subarray(0, -1), listed(0x08, ...UID))))).toEqual(['3B010203', '3BBEEF42']);
    const noisy = readStream(pn532, join(other.subarray(0, -1), Uint8Array.of(0x55), listed(0x08, ...UID)));
    expect([cardsOf(noisy), noisy.refused]).toEqual([['3B010203', '3BBEEF42'], ['unknown-shape']]);
  });

  it('never takes a frame with one wrong byte for a card', () => {
    const whole = listed(0x08, ...UID);
    fc.assert(
      fc.property(fc.integer({ min: 3, max: whole.length - 2 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = whole.map((byte, place) => (place === at ? byte ^ change : byte));
        expect(cardsOf(readStream(pn532, bytes))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('takes UIDs of 4, 7 and 10 bytes, and no other length', () => {
    const uid = Array.from({ length: 10 }, (_, n) => 0x40 + n);
    for (let length = 0; length <= 10; length++) {
      const outcome = readStream(pn532, listed(0x00, ...uid.slice(0, length)));
      if ([4, 7, 10].includes(length)) expect(cardsOf(outcome)).toEqual([Buffer.from(uid.slice(0, length)).toString('hex').toUpperCase()]);
      else expect(outcome.refused).toEqual(['unknown-shape']);
    }
  });

  it('never makes a card of a UID that is new at every tap, whatever the settings', () => {
    for (const processorCards of [false, true])
      expect(readStream(pn532, listed(0x20, 0x08, 1, 2, 3), { processorCards }).none).toEqual(['random-uid']);
    // Only four bytes can be random.
    expect(cardsOf(readStream(pn532, listed(0x00, 0x08, 1, 2, 3, 4, 5, 6)))).toEqual(['08010203040506']);
  });

  it('leaves phones and bank cards alone unless the shop asks for processor cards', () => {
    for (const sak of [0x20, 0x28, 0x38]) {
      expect(readStream(pn532, listed(sak, ...UID)).none).toEqual(['not-a-loyalty-card']);
      expect(cardsOf(readStream(pn532, listed(sak, ...UID), { processorCards: true }))).toEqual(['3BBEEF42']);
    }
    for (const sak of [0x08, 0x18, 0x00, 0x09]) expect(cardsOf(readStream(pn532, listed(sak, ...UID)))).toEqual(['3BBEEF42']);
  });

  it('takes none of two cards: nobody knows who presents them', () => {
    const one = [0, 4, 8, 4, ...UID];
    expect(readStream(pn532, writePn532Frame('reply', [0x4b, 2, 1, ...one, 2, 0, 4, 8, 4, 9, 9, 9, 9])).none).toEqual(['two-cards']);
  });

  it('takes a card that is listed at every look as one presentation', () => {
    const listener = createListener(pn532);
    const heard = Array.from({ length: 30 }, (_, turn) => cardsOf(listener.hear(listed(0x08, ...UID), turn * 300)));
    expect(heard.flat()).toEqual(['3BBEEF42']);
    expect(listener.hear(writePn532Frame('reply', [0x4b, 0]), 9_000).none).toEqual(['no-tag']);
    expect(cardsOf(listener.hear(listed(0x08, ...UID), 29 * 300 + 2_000))).toEqual(['3BBEEF42']);
  });

  it('wakes the module and sets it up, one command a turn, and does so again later', () => {
    const poll = pn532.stream?.poll;
    const said = (turn: number): Buffer => Buffer.concat([...(poll?.say(turn, options) ?? [])]);
    const command = (turn: number): string => {
      const bytes = said(turn);
      const frame = readPn532Frame(bytes.subarray(Math.max(0, bytes.lastIndexOf(0xff) - 2)));
      if (frame === 'more' || 'not' in frame) return '';
      return Buffer.from(frame.data).toString('hex');
    };
    expect(poll?.everyMs(options)).toBe(300);
    expect(said(0).subarray(0, 2)).toEqual(Buffer.from([0x55, 0x55]));
    expect([0, 1, 3, 4, 99].map(command)).toEqual(['14011401', '02', '4a0100', '4a0100', '4a0100']);
    expect(said(2)).toEqual(Buffer.from(writePn532Frame('command', [0x32, 5, 0xff, 1, 5])));
    expect([100, 101].map(said)).toEqual([said(0), said(1)]);
    expect(said(3)).toEqual(Buffer.from(listOneTarget));
  });

  it('frames and reads back any command and reply', () => {
    fc.assert(
      fc.property(fc.constantFrom('command', 'reply'), fc.uint8Array({ minLength: 1, maxLength: 250 }), (from, data) => {
        const bytes = writePn532Frame(from as 'command' | 'reply', [...data]);
        expect(lookForPn532(bytes)).toEqual({ whole: bytes.length });
        expect(readPn532Frame(bytes)).toMatchObject({ kind: from, data });
      }),
    );
  });
});
