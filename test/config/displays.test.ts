import { describe, expect, it } from 'vitest';
import { createDisplayContent } from '../../gateway/display-content.ts';
import { createPlaylists } from '../../gateway/playlists.ts';
import { errorsOf, loadShop } from './shop-folder.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const PRODUCTS = 'gtin,sku,name,category,price,weight\n4719999000019,TEA,Lishan tea,tea,98000,150\n';
const shop = (display: string, more = ''): string => `
store: { id: corner, locale: en, timezone: Asia/Taipei, hours: { sun: null, sat: { open: "10:00", close: "14:00" } } }
zones: [{ id: tea, kind: shelf }]
products: products.csv
devices:
  - { id: screen, zone: tea, display: { ${display} } }
${more}`;
const playlistOf = (display: string, files: Record<string, string> = {}) => {
  const loaded = loadShop({ 'store.yaml': shop(display), 'products.csv': PRODUCTS, ...files });
  return createPlaylists(loaded, createDisplayContent(loaded))('screen');
};

describe('what a display plays while there is no offer', () => {
  it('has texts with product and price, the picture by its address, and a link that a phone can open', () => {
    const show = '{ en: { title: "{product}", body: "{price}", picture: tea.svg, link: "https://shop.example/p/{sku}?g={gtin}" } }';
    const playlist = playlistOf(`playlist: [{ sku: TEA, showForS: 8, show: ${show} }]`, { 'tea.svg': SVG });
    expect(playlist?.entries).toEqual([
      {
        slides: {
          en: {
            title: 'Lishan tea',
            body: 'NT$980',
            priceMinor: 98_000,
            currency: 'TWD',
            picture: expect.stringMatching(/^\/media\/[0-9a-f]{20}\.svg$/),
            link: 'https://shop.example/p/TEA?g=04719999000019',
          },
        },
        showForMs: 8_000,
        times: [{ from: 0, to: 1_440 }],
        from: null,
        until: null,
      },
    ]);
  });

  it('is lit in the opening hours, and a day part over midnight is two stretches', () => {
    const loaded = loadShop({
      'store.yaml': `
store: { locale: en, hours: { sun: null, sat: { open: "10:00", close: "14:00" } }, dayParts: { night: { from: "22:00", to: "02:00" } } }
zones: [{ id: tea, kind: shelf }]
devices: [{ id: screen, zone: tea, display: { idle: Hello, playlist: [{ dayParts: [night], from: 2026-03-01, until: 2026-03-31, show: { en: { title: Late } } }] } }]
`,
    });
    const playlist = createPlaylists(loaded, createDisplayContent(loaded))('screen');
    expect(playlist?.lit.slice(4)).toEqual([[{ from: 0, to: 1_440 }], [{ from: 600, to: 840 }], []]);
    expect(playlist?.idle).toEqual({ en: 'Hello' });
    expect(playlist?.entries[0]).toMatchObject({
      times: [
        { from: 1_320, to: 1_440 },
        { from: 0, to: 120 },
      ],
      from: '2026-03-01',
      until: '2026-03-31',
    });
  });

  it('may rest between two times of day, or never', () => {
    expect(playlistOf('rest: { from: "22:00", to: "07:00" }')?.lit[0]).toEqual([{ from: 420, to: 1_320 }]);
    expect(playlistOf('rest: never')?.lit).toEqual(Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]));
  });

  it('names what does not exist', () => {
    const errors = errorsOf({
      'products.csv': PRODUCTS,
      'note.txt': 'x',
      'store.yaml': `
zones: [{ id: tea, kind: shelf }]
products: products.csv
devices:
  - id: screen
    zone: tea
    display:
      playlist:
        - { sku: TEE, show: { en: { title: "{visitor}", link: "https://x.example/{visit}" } } }
        - { dayParts: [mornin], show: { en: { title: A, picture: gone.png } } }
        - { from: 2026-03-02, until: 2026-03-01, show: { en: { title: A, picture: note.txt } } }
        - { show: {} }
        - { show: { en: { title: "{was}" } } }
offers:
  - { id: o, on: item.picked, show: { en: { title: A, picture: gone.jpg, link: "javascript:alert(1)" } } }
`,
    });
    expect(errors.map((line) => line.replace(/^store\.yaml:\d+:\d+ /, ''))).toEqual([
      expect.stringContaining('playlist.0.sku: no product with that SKU - did you mean "TEA"?'),
      expect.stringContaining('playlist.0.show.en.title: unknown placeholder {visitor}'),
      expect.stringContaining('playlist.0.show.en.link: unknown placeholder {visit}'),
      expect.stringContaining('playlist.1.dayParts.0: no day part of that name - did you mean "morning"?'),
      expect.stringContaining('playlist.1.show.en.picture: the picture cannot be read: no such file'),
      expect.stringContaining('playlist.2.until: ends before it begins'),
      expect.stringContaining('playlist.2.show.en.picture: is no picture that displays know'),
      expect.stringContaining('playlist.3.show: needs at least one language'),
      expect.stringContaining('playlist.4.show.en.title: {was} is for offers: a playlist answers to nothing'),
      expect.stringContaining('offers.0.show.en.link: must be an address that begins with https://'),
    ]);
  });
});
