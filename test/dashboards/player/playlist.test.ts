import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLocalTime } from '../../../dashboards/player/local-time.ts';
import { orbitAt } from '../../../dashboards/player/orbit.ts';
import { EMPTY, entriesAt, isLitAt, parsePlaylist, picturesOf } from '../../../dashboards/player/playlist.ts';
import { spoken } from '../../../dashboards/player/slide.ts';

const slide = (title: string, more: object = {}) => ({
  title,
  body: '',
  priceMinor: null,
  currency: 'TWD',
  picture: null,
  link: null,
  ...more,
});
const DAY = [{ from: 0, to: 1_440 }];
const NIGHT = [
  { from: 1_320, to: 1_440 },
  { from: 0, to: 120 },
];
const entry = (title: string, more: object = {}) => ({
  slides: { en: slide(title) },
  showForMs: 8_000,
  times: DAY,
  from: null,
  until: null,
  ...more,
});
const view = (entries: readonly object[], more: object = {}) =>
  JSON.stringify({
    display: 'screen',
    locale: 'en',
    timezone: 'Asia/Taipei',
    languages: [],
    idle: {},
    entries,
    feedback: null,
    lit: Array.from({ length: 7 }, () => DAY),
    ...more,
  });
const parsed = (entries: readonly object[], more: object = {}) => parsePlaylist(view(entries, more)) ?? EMPTY;
const titles = (playlist: ReturnType<typeof parsed>, at: string) =>
  entriesAt(playlist, createLocalTime('Asia/Taipei')(Date.parse(at))).map(({ slides }) => slides[0]?.title);

describe('what is played at a time', () => {
  it('follows the day parts of the shop, over midnight too, whatever zone the machine keeps', () => {
    const playlist = parsed([entry('all day'), entry('late', { times: NIGHT })]);
    expect(titles(playlist, '2026-03-02T21:59+08:00')).toEqual(['all day']);
    expect(titles(playlist, '2026-03-02T22:00+08:00')).toEqual(['all day', 'late']);
    expect(titles(playlist, '2026-03-03T01:59+08:00')).toEqual(['all day', 'late']);
    expect(titles(playlist, '2026-03-03T02:00+08:00')).toEqual(['all day']);
  });

  it('keeps the first and the last day whole', () => {
    const playlist = parsed([entry('week', { from: '2026-03-02', until: '2026-03-08' })]);
    expect(
      ['2026-03-01T23:59+08:00', '2026-03-02T00:00+08:00', '2026-03-08T23:59+08:00', '2026-03-09T00:00+08:00'].map(
        (at) => titles(playlist, at).length,
      ),
    ).toEqual([0, 1, 1, 0]);
  });

  it('is dark when the shop says so', () => {
    const lit = [[{ from: 600, to: 1_320 }], ...Array.from({ length: 5 }, () => DAY), []];
    const playlist = parsed([], { lit });
    const at = (time: string) => isLitAt(playlist, createLocalTime('Asia/Taipei')(Date.parse(time)));
    expect([at('2026-03-02T09:59+08:00'), at('2026-03-02T10:00+08:00'), at('2026-03-02T22:00+08:00')]).toEqual([false, true, false]);
    expect(at('2026-03-08T12:00+08:00')).toBe(false);
    expect(isLitAt(EMPTY, createLocalTime(null)(0))).toBe(true);
  });

  it('holds the allowed fields of a text and nothing else', () => {
    const playlist = parsed([
      entry('Tea', { slides: { en: slide('Tea', { visitor: 'p7Qm2', picture: 'https://x.example/a.png' }) } }),
      entry('', {}),
    ]);
    expect(JSON.stringify(playlist)).not.toMatch(/p7Qm2|x\.example/);
    expect(playlist.entries).toHaveLength(1);
  });

  it('never throws, whatever the network brings', () => {
    fc.assert(fc.property(fc.string(), (text) => void parsePlaylist(text)));
    expect(['', 'null', '[]', '{}', '{"entries":[]}'].map(parsePlaylist)).toEqual([null, null, null, null, null]);
  });

  it('names each picture once', () => {
    const pictured = (picture: string) => entry('A', { slides: { en: slide('A', { picture }), 'zh-TW': slide('甲', { picture }) } });
    expect(picturesOf(parsed([pictured('/media/a.png'), pictured('/media/b.png')]))).toEqual(['/media/a.png', '/media/b.png']);
  });
});

describe('the languages of a display', () => {
  const slides =
    parsed([entry('A', { slides: { en: slide('Tea'), 'zh-TW': slide('茶'), 'zh-CN': slide('茶叶') } })]).entries[0]?.slides ?? [];
  it('are its own, in its order; all when it has none of them', () => {
    const said = (...languages: string[]) => spoken(slides, languages).map(({ language }) => language);
    expect(said('zh-CN', 'en')).toEqual(['zh-CN', 'en']);
    expect(said()).toEqual(['en', 'zh-TW', 'zh-CN']);
    expect(said('fr')).toEqual(['en', 'zh-TW', 'zh-CN']);
  });
});

describe('the guard against burn-in', () => {
  it('comes back to no place within a round, and never goes far', () => {
    const places = Array.from({ length: 11 }, (_, step) => orbitAt(step * 20_000));
    expect(new Set(places.map(String)).size).toBe(11);
    for (const [x, y] of places) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1.2);
    expect(orbitAt(11 * 20_000)).toEqual(orbitAt(0));
  });
});
