import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DisplayText, ShowCommand } from '../../../devices/kit/command.ts';
import { type DeviceDriver, freshContext } from '../../../devices/kit/define-device.ts';
import { cd5220 } from '../../../devices/pole/cd5220.ts';
import { led8 } from '../../../devices/pole/led8.ts';

const show = (content: Readonly<Record<string, DisplayText>>): ShowCommand => ({
  id: 'c-1',
  deadline: 0,
  kind: 'show',
  showForMs: 10_000,
  content,
});
const offer: DisplayText = { title: 'Green tea', body: 'two for one', priceMinor: 2_550, currency: 'TWD' };

function said(driver: DeviceDriver, content: Readonly<Record<string, DisplayText>>, settings: unknown = {}): string | null {
  const outgoing = driver.command?.(show(content), freshContext(driver, 'pole-1', settings)) ?? [];
  expect(outgoing.length).toBeLessThanOrEqual(1);
  const [only] = outgoing;
  if (only === undefined) return null;
  if (only.via !== 'stream') throw new Error('not for the stream');
  return Buffer.from(only.bytes).toString('latin1');
}
/** Cleared, then the upper and the lower line; null for anything else. */
function lines(text: string | null): string[] | null {
  const [cleared, upper, lower, ...more] = (text ?? '').split(/(?<=\r)/);
  if (cleared === undefined || upper === undefined || lower !== undefined || more.length > 0) return null;
  const isWhole = cleared.startsWith('\x0c\x1bQA') && upper.startsWith('\x1bQB') && upper.endsWith('\r');
  return isWhole ? [cleared.slice(4, -1), upper.slice(3, -1)] : null;
}

describe('a CD5220 pole display', () => {
  it.each<[string, DisplayText, string, string]>([
    ['title above, text and price below', offer, 'Green tea', 'two for one    25.50'],
    ['no price', { title: 'Green tea', body: 'two for one' }, 'Green tea', 'two for one'],
    [
      'what is too long is cut, but never the price',
      { ...offer, title: 'x'.repeat(30), body: 'y'.repeat(30) },
      'x'.repeat(20),
      `${'y'.repeat(14)} 25.50`,
    ],
    ['a currency without small money', { title: 'Tea', body: '', priceMinor: 120, currency: 'JPY' }, 'Tea', `${' '.repeat(17)}120`],
    ['less than one', { title: 'Tea', body: '', priceMinor: 5, currency: 'EUR' }, 'Tea', `${' '.repeat(16)}0.05`],
    ['accents, quotes and full width', { title: 'Café “São” Ａ１', body: 'à 5 €' }, 'Cafe "Sao" A1', 'a 5 EUR'],
  ])('shows: %s', (_name, text, upper, lower) => {
    expect(lines(said(cd5220, { en: text }))).toEqual([upper, lower]);
  });

  it('takes another language where the wanted one has no plain letters', () => {
    const content = { 'zh-TW': { title: '綠茶', body: '買一送一', priceMinor: 2_550 }, en: offer };
    expect(lines(said(cd5220, content, { language: 'zh-TW' }))).toEqual(['Green tea', 'two for one    25.50']);
    expect(lines(said(cd5220, { 'zh-TW': content['zh-TW'] }))).toEqual(['', `${' '.repeat(15)}25.50`]);
    expect(said(cd5220, { 'zh-TW': { title: '綠茶', body: '' } })).toBeNull();
  });

  it.each([
    ['高山綠茶 500g', '', ''],
    ['iPhone 保護殼', 'USB-C 充電', ''],
    ['Чай 100', '2 for 1', '2 for 1'],
  ])('shows no scraps of another script: %s', (title, body, left) => {
    expect(lines(said(cd5220, { 'zh-TW': { title, body, priceMinor: 300 } }))).toEqual(['', `${left.padEnd(16)}3.00`]);
  });

  it('has a plain letter for every Latin one of its neighbours', () => {
    expect(lines(said(cd5220, { en: { title: 'Smørrebrød, Łódź, Þór', body: 'Œuf à la coque ❤' } }))).toEqual(
      ['Smorrebrod, Lodz, Tho', 'OEuf a la coque'].map((text) => text.slice(0, 20)),
    );
  });

  it('obeys nothing but show', () => {
    const context = freshContext(cd5220);
    expect(cd5220.command?.({ id: 'c-1', deadline: 0, kind: 'switch', on: true, channel: 0, forMs: null }, context)).toEqual([]);
  });

  it('never passes a control byte on, whatever an offer says', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('\x1b@', '\x0c\r\n', 'a\x1bQBfoo\r', '\u009b2J'));
    const content = fc.record({ title: text, body: text, priceMinor: fc.option(fc.integer(), { nil: undefined }) });
    fc.assert(
      fc.property(content, fc.integer({ min: 8, max: 40 }), ({ title, body, priceMinor }, width) => {
        const shown = said(cd5220, { en: { title, body, ...(priceMinor === undefined ? {} : { priceMinor }) } }, { width });
        if (shown === null) return;
        const two = lines(shown);
        expect(two).toHaveLength(2);
        for (const line of two ?? []) {
          expect(line).toMatch(/^[\x20-\x7e]*$/);
          expect(line.length).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  it('is reset when it opens, and leaves no old offer behind', () => {
    const options = { antennas: [1], settings: {} };
    expect(cd5220.stream?.start?.(options).map((word) => Buffer.from(word).toString('hex'))).toEqual(['1b40']);
    expect(cd5220.stream?.stop?.(options).map((word) => Buffer.from(word).toString('hex'))).toEqual(['0c']);
  });
});

describe('a display with eight digits', () => {
  it.each([
    ['unit-price', '\x1bs1'],
    ['total', '\x1bs2'],
    ['received', '\x1bs3'],
    ['change', '\x1bs4'],
    ['none', '\x1bs0'],
  ])('lights the lamp %s', (lamp, expected) => {
    expect(said(led8, { en: offer }, { lamp })).toBe(`${expected}\x1bQA25.50\r`);
  });

  it('shows no cut price, and nothing without one', () => {
    expect(said(led8, { en: { ...offer, priceMinor: 99_999_999 } })).toBe('\x1bs1\x1bQA999999.99\r');
    expect(said(led8, { en: { ...offer, priceMinor: 100_000_000 } })).toBeNull();
    expect(said(led8, { en: { title: 'Tea', body: '' } })).toBeNull();
  });

  it('shows the price of an offer in any script', () => {
    expect(said(led8, { 'zh-TW': { title: '綠茶', body: '', priceMinor: 300, currency: 'TWD' } })).toBe('\x1bs1\x1bQA3.00\r');
  });
});
