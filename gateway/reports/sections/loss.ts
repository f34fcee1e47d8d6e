import type { LossView } from '../../http/contract-loss.ts';
import { pick } from '../format.ts';
import { type MakeSection, threeTimes } from '../report.ts';
import type { FigureId } from '../words.ts';

const MOST_PRODUCTS = 10;

/** What left without a receipt. Alerts are forgotten after privacy.visitDays: days of which none is left are not known. */
export const makeLoss: MakeSection = async (context) => {
  const { words, reader, format, language } = context;
  const [now, was, ago] = await threeTimes(context, reader.loss);
  const figure = (id: FigureId, of: (loss: LossView) => number, unit: 'count' | 'money' = 'count') => ({
    ...{ id, unit, now: of(now) },
    ...{ before: was.exits.length === 0 ? null : of(was), yearBefore: ago.exits.length === 0 ? null : of(ago) },
  });
  const nameOf = ({ name, sku }: LossView['products'][number]): string => pick(name ?? {}, language, sku ?? words.noProduct);
  return {
    id: 'loss',
    figures: [
      figure('left', ({ left }) => left),
      figure('value', ({ valueMinor }) => valueMinor, 'money'),
      figure('settled', ({ settled }) => settled),
      figure('falseAlarms', ({ falseAlarms }) => falseAlarms),
    ],
    nothing: now.exits.length === 0 ? words['nothing.loss'] : null,
    plot:
      now.days.length > 1
        ? {
            label: words['plot.left'],
            names: now.days.map(({ date }) => format.shortDate(date)),
            now: now.days.map(({ left }) => left),
            before: was.exits.length === 0 ? null : now.days.map((_, i) => was.days[i]?.left ?? null),
            write: format.count,
          }
        : null,
    table:
      now.products.length === 0
        ? null
        : {
            head: [words['head.product'], words['head.left'], words['head.value']],
            rows: now.products
              .slice(0, MOST_PRODUCTS)
              .map((product) => [nameOf(product), format.count(product.left), format.money(product.valueMinor)]),
          },
    sheet: {
      head: ['date', 'left', 'value_minor', 'settled', 'withdrawn', 'false_alarms'],
      rows: now.days.map((day) => [day.date, day.left, day.valueMinor, day.settled, day.withdrawn, day.falseAlarms]),
    },
  };
};
