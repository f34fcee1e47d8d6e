import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../dashboards/player/command.ts';

const show = (content: unknown, more: object = {}) => JSON.stringify({ id: 'c1', deadline: 1_000, kind: 'show', content, ...more });

describe('what a display takes from a command', () => {
  it('keeps title, body, price, currency, picture and link of each language', () => {
    const slide = {
      title: 'Tea',
      body: 'Fresh',
      priceMinor: 4200,
      currency: 'TWD',
      picture: '/media/tea.webp',
      link: 'https://shop.example/tea',
    };
    const parsed = parseCommand(show({ en: slide, 'zh-TW': { title: '茶' } }, { showForMs: 9_000, priority: 80 }));
    expect(parsed).toEqual({
      ok: true,
      command: {
        id: 'c1',
        deadline: 1_000,
        showForMs: 9_000,
        priority: 80,
        slides: [
          { language: 'en', ...slide },
          { language: 'zh-TW', title: '茶', body: '', priceMinor: null, currency: '', picture: null, link: null },
        ],
      },
    });
  });

  it('drops every field that is not on the list, so nothing personal can reach the screen', () => {
    const parsed = parseCommand(
      show({ en: { title: 'Hello', name: 'Mei Lin', card: '8811', visitor: 'p7Qm2' } }, { visitor: 'p7Qm2', tier: 'gold' }),
    );
    expect(JSON.stringify(parsed)).not.toMatch(/Mei|8811|p7Qm2|gold/);
  });

  it.each([
    ['https://elsewhere.example/x.png', null],
    ['//elsewhere.example/x.png', null],
    ['javascript:alert(1)', null],
    ['data:text/html;base64,AAAA', null],
    ['/media/x.png', '/media/x.png'],
    ['data:image/png;base64,AAAA', 'data:image/png;base64,AAAA'],
  ])('takes the picture %s as %s', (picture, kept) => {
    const parsed = parseCommand(show({ en: { title: 'A', picture } }));
    expect(parsed.ok && parsed.command.slides[0]?.picture).toBe(kept);
  });

  it.each([
    ['https://shop.example/p/TEA?g=1', 'https://shop.example/p/TEA?g=1'],
    ['http://192.168.1.9/tea', 'http://192.168.1.9/tea'],
    ['javascript:alert(1)', null],
    ['tel:+886212345678', null],
    ['WIFI:S:shop;;', null],
    [`https://shop.example/${'x'.repeat(300)}`, null],
    [7, null],
  ])('draws the link %s as %s', (link, kept) => {
    const parsed = parseCommand(show({ en: { title: 'A', link } }));
    expect(parsed.ok && parsed.command.slides[0]?.link).toBe(kept);
  });

  it.each([
    ['not json', null],
    ['[]', null],
    ['{"kind":"show"}', null],
    [JSON.stringify({ id: 'c1', kind: 'switch', deadline: 5 }), 'c1'],
    [show({}), 'c1'],
    [show({ en: { body: 'no title' } }), 'c1'],
    [JSON.stringify({ id: 'c1', kind: 'show', content: { en: { title: 'no deadline' } } }), 'c1'],
  ])('refuses %s', (payload, id) => {
    expect(parseCommand(payload)).toMatchObject({ ok: false, id });
  });

  it('bounds how long one command may hold the screen', () => {
    const forHours = parseCommand(show({ en: { title: 'A' } }, { showForMs: 86_400_000 }));
    expect(forHours.ok && forHours.command.showForMs).toBe(600_000);
  });

  it('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void parseCommand(JSON.stringify({ id: 'c', deadline: 1, kind: 'show', content: value }))),
    );
    fc.assert(fc.property(fc.string(), (text) => void parseCommand(text)));
  });
});
