import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../gateway/explain/words.ts';
import { makeReport } from '../../gateway/reports/make-report.ts';
import { SECTIONS } from '../../gateway/reports/words.ts';
import { createWeekReader, SHOP } from './report-shop.ts';

const NOW = Date.parse('2026-11-23T06:00:00+08:00');
const LEFT_OVER = /\b[a-z]+\.[a-z]+\.[a-z]|\{[a-z]+\}|undefined|NaN|\[object/i;

const make = (more: Partial<Parameters<typeof makeReport>[0]> = {}) =>
  makeReport({
    ...{ reader: createWeekReader(), shop: SHOP, language: 'en', sections: SECTIONS, now: NOW, completeUntil: NOW },
    days: { from: '2026-11-16', to: '2026-11-22' },
    ...more,
  });
const pageOf = ({ files }: Awaited<ReturnType<typeof make>>): string => files.find(({ name }) => name === 'report.html')?.text ?? '';
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('a report', () => {
  it('is one document and a CSV per section', async () => {
    const report = await make();
    expect(report.files.map(({ name }) => name)).toEqual(['report.html', ...SECTIONS.map((section) => `${section}.csv`)]);
    expect(report.files[1]?.text).toContain('\uFEFFdate,in,out,peak,in_before\r\n2026-11-16,40,40,12,20\r\n');
  });

  it('compares with the days before, and with a year before only where that is known', async () => {
    const report = await make();
    expect(report.figures.footfall?.[0]).toEqual({ id: 'in', unit: 'count', now: 280, before: 140, yearBefore: null });
    expect(report.figures.journey?.[3]).toEqual({ id: 'conversion', unit: 'share', now: 0.4, before: 0.4, yearBefore: null });
    const text = textOf(pageOf(report));
    expect(text).toContain('Came in 280 before 140 (+100%)');
    expect(text).not.toContain('Came in 280 before 140 (+100%) a year before');
    expect(text).toContain('November 16, 2026 to November 22, 2026');
    expect(text).toContain('a year before: November 17, 2025 to November 23, 2025');
  });

  it('needs nothing beside it, runs nothing, and takes names for text', async () => {
    const page = pageOf(await make());
    expect(page).not.toMatch(/<script|\son\w+=|https?:|src=|@import|url\(/i);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).toContain('Corner &lt;shop&gt;: report');
    expect(page).toContain('color-scheme: light');
    expect(page).toContain('@media print');
  });

  it('says that it is complete, or up to when', async () => {
    expect(textOf(pageOf(await make()))).toContain('Data complete until Nov 23, 2026, 06:00');
    const early = await make({ completeUntil: Date.parse('2026-11-22T18:30:00+08:00') });
    expect(textOf(pageOf(early))).toContain(
      'Not all data of these days was there yet when this was made; complete until Nov 22, 2026, 18:30',
    );
  });

  it('of one day tells of its hours', async () => {
    const report = await make({ days: { from: '2026-11-20', to: '2026-11-20' }, sections: ['footfall'] });
    expect(report.files[1]?.text).toBe('\uFEFFhour,in,in_before\r\n10,20,20\r\n11,0,0\r\n12,20,20\r\n');
  });

  it('names nobody: neither visit, tag nor user', async () => {
    const { files } = await make();
    for (const { text } of files) expect(text).not.toMatch(/v-17|30352015|mei|a-1\b/i);
  });

  it.each(LANGUAGES)('is whole in %s', async (language) => {
    const page = pageOf(await make({ language }));
    expect(page).toContain(`<html lang="${language}">`);
    expect(textOf(page)).not.toMatch(LEFT_OVER);
    expect(page).toContain(language === 'en' ? 'Corner' : '街角小店');
  });

  it('asks one thing after the other, so that pages get their turn', async () => {
    const reader = createWeekReader();
    let underWay = 0;
    const loss: typeof reader.loss = async (days) => {
      expect(++underWay).toBe(1);
      const answer = await reader.loss(days);
      underWay--;
      return answer;
    };
    await make({ reader: { ...reader, loss }, sections: ['loss'] });
  });

  it('refuses days that are none', async () => {
    await expect(make({ days: { from: '2026-11-31', to: '2026-11-31' } })).rejects.toThrow();
  });
});
