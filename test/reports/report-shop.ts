import type { ReportReader, ReportShop } from '../../gateway/reports/report.ts';
import { createFakeReader } from '../support/fakes/reader.fake.ts';
import { footfallSpanFake, funnelFake } from '../support/fakes/views.fake.ts';

export const SHOP: ReportShop = {
  storeId: 'corner',
  name: { en: 'Corner <shop>', 'zh-TW': '街角小店' },
  ...{ timezone: 'Asia/Taipei', currency: 'TWD', locale: 'en' },
  zones: [{ id: 'door', name: { en: 'Door' }, kind: 'entrance', polygon: [] }],
  offers: [],
};

const WEEK = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];

/** Twice as many came in the asked week as in the one before; of a year ago nothing is known. */
export function createWeekReader(): ReportReader & { readonly asked: readonly (readonly unknown[])[] } {
  const reader = createFakeReader();
  return {
    ...reader,
    async footfallSpan({ from = '', to = '' }) {
      const people = from.startsWith('2025') ? 0 : from >= '2026-11-16' ? 40 : 20;
      const dates = from === to ? [from] : WEEK;
      return {
        ...{ ...footfallSpanFake, from, to, in: people * dates.length, out: people * dates.length },
        peak: people === 0 ? null : { people: 12, at: 0 },
        days: dates.map((date) => ({ date, in: people, out: people, peak: 12 })),
        hours: [10, 12].map((hour) => ({ weekday: 1, hour, in: people / 2, days: 1 })),
      };
    },
    funnel: async ({ from = '' }) =>
      from.startsWith('2025') ? { ...funnelFake, visits: 0, bought: 0 } : { ...funnelFake, visits: 50, bought: 20 },
  };
}
