import type { AvailabilityDaysView } from '../../http/contract-shelves.ts';
import { pick } from '../format.ts';
import { type MakeSection, type ReportFigure, threeTimes } from '../report.ts';

/** Products on the page; the spreadsheet has all. */
const MOST_PRODUCTS = 10;
const HOUR_S = 3_600;

/** Of 98 and of 96 per cent, bars look the same; of what is missing, they do not. */
const missing = (availability: number | null): number | null => (availability === null ? null : 1 - availability);

/** How much of the open time products could be bought, and which could not. */
export const makeShelves: MakeSection = async (context) => {
  const { words, reader, format, language } = context;
  const [now, was, ago] = await threeTimes(context, reader.availabilityDays);
  const out = now.products.filter(({ outSeconds }) => outSeconds > 0);
  const productsOut = (span: AvailabilityDaysView): number | null =>
    span.availability === null ? null : span.products.filter(({ outSeconds }) => outSeconds > 0).length;
  const figures: readonly ReportFigure[] = [
    { id: 'availability', unit: 'share', now: now.availability, before: was.availability, yearBefore: ago.availability },
    { id: 'productsOut', unit: 'count', now: productsOut(now), before: productsOut(was), yearBefore: productsOut(ago) },
  ];
  return {
    id: 'shelves',
    figures,
    nothing: now.availability === null ? words['nothing.shelves'] : null,
    plot:
      now.days.length > 1
        ? {
            label: words['plot.unavailable'],
            names: now.days.map(({ date }) => format.shortDate(date)),
            now: now.days.map(({ availability }) => missing(availability)),
            before: was.availability === null ? null : now.days.map((_, i) => missing(was.days[i]?.availability ?? null)),
            write: format.share,
          }
        : null,
    table:
      out.length === 0
        ? null
        : {
            head: [words['head.product'], words['head.outFor'], words['head.availability']],
            rows: out
              .slice(0, MOST_PRODUCTS)
              .map(({ name, sku, outSeconds, availability }) => [
                pick(name, language, sku),
                words.hours.replace('{n}', format.rate(outSeconds / HOUR_S)),
                availability === null ? words.unknown : format.share(availability),
              ]),
          },
    sheet: {
      head: ['sku', 'name', 'out_seconds', 'availability'],
      rows: now.products.map(({ sku, name, outSeconds, availability }) => [sku, pick(name, language, sku), outSeconds, availability]),
    },
  };
};
