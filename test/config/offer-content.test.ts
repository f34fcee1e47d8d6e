import { describe, expect, it } from 'vitest';
import { type ContentFilling, offerContent, recommendationsIn } from '../../gateway/config/offer-content.ts';

const SHOP = { currency: 'TWD', locale: 'zh-TW' };
const product = { sku: 'TO-DONGDING', gtin: '04719999000019', name: { 'zh-TW': '凍頂烏龍', en: 'Dong Ding' } };
const mug = { sku: 'MUG', gtin: '04719999000026', name: { 'zh-TW': '馬克杯', en: 'Mug' } };
const NOTHING: ContentFilling = { product: null, priceMinor: null, wasMinor: null, left: null, recommended: {} };
const TEA: ContentFilling = { ...NOTHING, product, priceMinor: 56_000 };
const say = (title: string, more: { body?: string; picture?: string } = {}) => ({ title, body: '', ...more });

describe('what a display shows', () => {
  it('names the product and its price in each language', () => {
    const content = offerContent({ show: { 'zh-TW': say('{product} {price}'), en: say('{product}', { body: 'now {price}' }) } }, TEA, SHOP);
    const shared = { priceMinor: 56_000, wasMinor: null, currency: 'TWD', picture: null, link: null };
    expect(content).toEqual({
      'zh-TW': { title: '凍頂烏龍 $560', body: '', ...shared },
      en: { title: 'Dong Ding', body: 'now NT$560', ...shared },
    });
  });

  it('says what it was, how much less it is and how many are left', () => {
    const filling = { ...TEA, priceMinor: 42_000, wasMinor: 56_000, left: 3 };
    const show = { en: say('{price} instead of {was}', { body: '{off} off, {left} left' }), 'zh-TW': say('省 {off}，剩 {left} 件') };
    expect(offerContent({ show }, filling, SHOP)).toMatchObject({
      en: { title: 'NT$420 instead of NT$560', body: '25% off, 3 left', priceMinor: 42_000, wasMinor: 56_000 },
      'zh-TW': { title: '省 25%，剩 3 件' },
    });
  });

  it('names what the shop recommends, as conditions write it', () => {
    const show = { en: say('With {recommend.boughtTogether(item)}'), 'zh-TW': say('搭配 { recommend.boughtTogether(item) }') };
    expect(recommendationsIn(show)).toEqual(['boughtTogether']);
    const content = offerContent({ show }, { ...TEA, recommended: { boughtTogether: mug } }, SHOP);
    expect([content.en?.title, content['zh-TW']?.title]).toEqual(['With Mug', '搭配 馬克杯']);
  });

  it('takes the price to the cent where there are cents, and the picture as it is named', () => {
    const content = offerContent({ show: { en: say('{price}', { picture: 'tea.png' }) } }, { ...TEA, priceMinor: 50_050 }, SHOP);
    expect(content.en).toMatchObject({ title: 'NT$500.50', priceMinor: 50_050, picture: 'tea.png' });
  });

  it('knows currencies without a smaller unit', () => {
    const content = offerContent({ show: { en: say('{price}') } }, { ...NOTHING, priceMinor: 500 }, { currency: 'JPY', locale: 'en' });
    expect(content.en?.title).toBe('¥500');
  });

  it("falls back to the shop's language for a product that has no name in the display's", () => {
    expect(offerContent({ show: { 'zh-CN': say('{product}') } }, TEA, SHOP)['zh-CN']?.title).toBe('凍頂烏龍');
  });

  it('drops what the event does not have', () => {
    expect(offerContent({ show: { en: say('Taste {product}', { body: '{price}{left}' }) } }, NOTHING, SHOP).en).toEqual({
      ...{ title: 'Taste', body: '', priceMinor: null, wasMinor: null, currency: 'TWD', picture: null, link: null },
    });
  });

  it('shows only the listed fields, whatever the product row carries besides', () => {
    const row = { ...product, visitor: 'pseudonym', visit: 'v1', card: '2D15' };
    const content = offerContent({ show: { en: say('{product} {visitor} {card} {visit.id}') } }, { ...TEA, product: row }, SHOP);
    expect(JSON.stringify(content)).not.toMatch(/pseudonym|v1|2D15/);
    expect(Object.keys(content.en ?? {}).sort()).toEqual(['body', 'currency', 'link', 'picture', 'priceMinor', 'title', 'wasMinor']);
  });

  it('shows a language key that Intl does not know as it is', () => {
    expect(offerContent({ show: { 'not a language': say('{price}') } }, TEA, SHOP)['not a language']?.title).toBe('NT$560');
  });
});
