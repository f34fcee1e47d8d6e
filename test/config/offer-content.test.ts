import { describe, expect, it } from 'vitest';
import { offerContent } from '../../gateway/config/offer-content.ts';

const SHOP = { currency: 'TWD', locale: 'zh-TW' };
const TEA = { name: { 'zh-TW': '凍頂烏龍', en: 'Dong Ding' }, priceMinor: 56_000 };
const say = (title: string, more: { body?: string; priceMinor?: number; picture?: string } = {}) => ({ title, body: '', ...more });

describe('what a display shows', () => {
  it('names the product and its price in each language', () => {
    const content = offerContent({ show: { 'zh-TW': say('{product} {price}'), en: say('{product}', { body: 'now {price}' }) } }, TEA, SHOP);
    expect(content).toEqual({
      'zh-TW': { title: '凍頂烏龍 $560', body: '', priceMinor: 56_000, currency: 'TWD', picture: null },
      en: { title: 'Dong Ding', body: 'now NT$560', priceMinor: 56_000, currency: 'TWD', picture: null },
    });
  });

  it("takes the offer's own price and picture before the product's", () => {
    const content = offerContent({ show: { en: say('{price}', { priceMinor: 50_050, picture: 'tea.png' }) } }, TEA, SHOP);
    expect(content.en).toMatchObject({ title: 'NT$500.50', priceMinor: 50_050, picture: 'tea.png' });
  });

  it('knows currencies without a smaller unit', () => {
    expect(offerContent({ show: { en: say('{price}', { priceMinor: 500 }) } }, null, { currency: 'JPY', locale: 'en' }).en?.title).toBe(
      '¥500',
    );
  });

  it("falls back to the shop's language for a product that has no name in the display's", () => {
    expect(offerContent({ show: { 'zh-CN': say('{product}') } }, TEA, SHOP)['zh-CN']?.title).toBe('凍頂烏龍');
  });

  it('drops what the event does not have', () => {
    expect(offerContent({ show: { en: say('Taste {product}', { body: '{price}' }) } }, null, SHOP).en).toEqual({
      title: 'Taste',
      body: '',
      priceMinor: null,
      currency: 'TWD',
      picture: null,
    });
  });

  it('shows only the listed fields, whatever the product row carries besides', () => {
    const row = { ...TEA, visitor: 'pseudonym', visit: 'v1', card: '2D15' };
    const content = offerContent({ show: { en: say('{product} {visitor} {card}') } }, row, SHOP);
    expect(JSON.stringify(content)).not.toMatch(/pseudonym|v1|2D15/);
    expect(Object.keys(content.en ?? {}).sort()).toEqual(['body', 'currency', 'picture', 'priceMinor', 'title']);
  });

  it('shows a language key that Intl does not know as it is', () => {
    expect(offerContent({ show: { 'not a language': say('{price}') } }, TEA, SHOP)['not a language']?.title).toBe('NT$560');
  });
});
