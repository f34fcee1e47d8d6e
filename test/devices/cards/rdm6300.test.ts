import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rdm6300 } from '../../../devices/cards/rdm6300.ts';
import { toCardFaces, withChecksum } from '../../../devices/kit/card/em4100.ts';
import { bytesOf, cardsOf, createListener, readStream } from '../../support/listener.ts';

const CARD = '3B00BEEF42';
const OTHER = '3B00BEEF43';
const frame = (card: string, tail = '\x03'): string => `\x02${withChecksum(card)}${tail}`;
const canonical = fc
  .integer({ min: 1, max: 0xfffffffffe })
  .map((number) => number.toString(16).toUpperCase().padStart(10, '0'))
  .filter((card) => !/^(0+|F+)$/.test(card));

describe('rdm6300', () => {
  it('hears a card wherever the stream is cut, with and without CR LF', () => {
    for (const tail of ['\x03', '\r\n\x03']) {
      const bytes = bytesOf(frame(CARD, tail));
      for (let cut = 0; cut <= bytes.length; cut++) {
        const listener = createListener(rdm6300);
        const outcomes = [listener.hear(bytes.subarray(0, cut)), listener.hear(bytes.subarray(cut)), listener.silence()];
        expect(outcomes.flatMap(cardsOf)).toEqual([CARD]);
        expect(outcomes.flatMap(({ refused }) => refused)).toEqual([]);
      }
    }
  });

  it('finds the frame behind noise, behind half a frame and behind one with a lost digit', () => {
    for (const noise of ['\x00\xff\x80', '\x02\x02\x02', frame(OTHER).slice(0, 7), `${frame(OTHER).slice(0, 5)}${frame(OTHER).slice(6)}`]) {
      const outcome = readStream(rdm6300, noise + frame(CARD));
      expect(cardsOf(outcome)).toEqual([CARD]);
      expect(outcome.refused.length).toBeGreaterThan(0);
    }
  });

  it('never takes a card with one wrong digit for another one', () => {
    fc.assert(
      fc.property(canonical, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 15 }), (card, at, digit) => {
        const bytes = bytesOf(frame(card));
        const wrong = digit.toString(16).toUpperCase().charCodeAt(0);
        fc.pre(bytes[at] !== wrong);
        bytes[at] = wrong;
        const outcome = readStream(rdm6300, bytes);
        expect(outcome).toEqual({ readings: [], none: [], refused: ['bad-checksum'] });
      }),
    );
  });

  it('gives up half a frame when the line falls silent', () => {
    const listener = createListener(rdm6300);
    expect(listener.hear(frame(CARD).slice(0, 9))).toEqual({ readings: [], none: [], refused: [] });
    expect(listener.silence().refused).toEqual(['bad-checksum']);
    expect(cardsOf(listener.hear(frame(CARD)))).toEqual([CARD]);
  });

  it('takes a card that lies there as one presentation, and as another after it was away', () => {
    const listener = createListener(rdm6300);
    let cards = 0;
    let repeated = 0;
    for (let at = 0; at < 10_000; at += 65) {
      const outcome = listener.hear(frame(CARD), at);
      cards += cardsOf(outcome).length;
      repeated += outcome.none.filter((why) => why === 'repeated').length;
    }
    expect([cards, repeated]).toEqual([1, Math.ceil(10_000 / 65) - 1]);
    expect(cardsOf(listener.hear(frame(CARD), 9_945 + 1_999))).toEqual([]);
    expect(cardsOf(listener.hear(frame(CARD), 9_945 + 1_999 + 2_000))).toEqual([CARD]);
  });

  it('tells two cards at one reader apart, however they take turns', () => {
    const listener = createListener(rdm6300);
    const heard = Array.from({ length: 20 }, (_, turn) => cardsOf(listener.hear(frame(turn % 2 === 0 ? CARD : OTHER), turn * 65)));
    expect(heard.flat()).toEqual([CARD, OTHER]);
  });

  it('waits for a second equal frame where ghosts are heard', () => {
    const listener = createListener(rdm6300, { confirmations: 2, debounceMs: 0 });
    expect(listener.hear(frame(OTHER)).none).toEqual(['unconfirmed']);
    expect(listener.hear(frame(CARD), 65).none).toEqual(['unconfirmed']);
    expect(cardsOf(listener.hear(frame(CARD), 130))).toEqual([CARD]);
    // The ghost again, much later: still only one frame of it.
    expect(listener.hear(frame(OTHER), 60_000).none).toEqual(['unconfirmed']);
  });

  it('remembers no card number, and goes on after a restart', () => {
    const before = createListener(rdm6300);
    before.hear(frame(CARD));
    const saved = JSON.stringify(before.memory);
    const faces = toCardFaces(CARD);
    for (const face of [CARD, faces?.idHex, faces?.id32, faces?.id24]) expect(saved).not.toContain(String(face));
    const after = createListener(rdm6300, {}, JSON.parse(saved));
    expect(after.hear(frame(CARD), 65).none).toEqual(['repeated']);
    for (const cards of [null, 'x', [[1, 2]], [['a', 'b', 'c']], [{}]])
      expect(cardsOf(createListener(rdm6300, {}, { cards }).hear(frame(CARD)))).toEqual([CARD]);
  });

  it('keeps its memory small however many cards come', () => {
    const listener = createListener(rdm6300);
    for (let n = 1; n < 200; n++) listener.hear(frame(n.toString(16).toUpperCase().padStart(10, '0')), n);
    expect(JSON.stringify(listener.memory).length).toBeLessThan(300);
  });

  it('asks for nothing: the reader sends unasked', () => expect(rdm6300.stream?.poll ?? rdm6300.stream?.start).toBeUndefined());
});
