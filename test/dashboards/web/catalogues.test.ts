import { describe, expect, it } from 'vitest';
import { en } from '../../../dashboards/web/i18n/en.ts';
import { eventsEn, eventsZhCn, eventsZhTw } from '../../../dashboards/web/i18n/events.ts';
import { zhCn } from '../../../dashboards/web/i18n/zh-cn.ts';
import { zhTw } from '../../../dashboards/web/i18n/zh-tw.ts';
import { alertView, deviceView, offerShownView } from '../../../gateway/http/contract.ts';

type Catalogue = Readonly<Record<string, string>>;
const SETS: readonly (readonly [string, Catalogue, Catalogue])[] = [
  ['zh-TW', en, zhTw],
  ['zh-CN', en, zhCn],
  ['zh-TW events', eventsEn, eventsZhTw],
  ['zh-CN events', eventsEn, eventsZhCn],
];
const names = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('the catalogues', () => {
  it.each(SETS)('%s says something for every key, with values that the English text has', (_name, english, other) => {
    expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort());
    expect(Object.keys(english).length).toBeGreaterThan(5);
    for (const [key, text] of Object.entries(other)) {
      expect(text.trim(), key).not.toBe('');
      for (const name of names(text)) expect(names(english[key] ?? ''), key).toContain(name);
    }
  });

  it('have words for every state that the API can name', () => {
    const texts: Catalogue = en;
    for (const severity of alertView.shape.severity.options) expect(texts[`severity.${severity}`]).toBeDefined();
    for (const state of deviceView.shape.state.options) expect(texts[`devices.${state}`]).toBeDefined();
    for (const outcome of offerShownView.shape.outcome.options) expect(texts[`offers.${outcome}`]).toBeDefined();
  });
});
