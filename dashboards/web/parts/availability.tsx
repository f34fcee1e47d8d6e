import type { AvailabilityDaysView } from '../../../gateway/http/contract-shelves.ts';
import { dateOf, duration, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import type { StockedProduct } from '../state/stock.ts';
import { Chart } from './chart.tsx';
import { type Column, Listing } from './listing.tsx';
import { daysOf } from './page-frame.tsx';
import { Panel } from './panel.tsx';
import { StockChip } from './shelves.tsx';

const byDay = () => import('../charts/share-by-day.ts');
const productDays = () => import('../charts/product-days.ts');

/** More products than these are not drawn; the list has them all. */
const MOST_DRAWN = 12;

interface Measured {
  readonly span: AvailabilityDaysView;
  readonly compared: AvailabilityDaysView | null;
}

const points = (share: number | null): number | null => (share === null ? null : Math.round(share * 1_000) / 10);

/** How much of the planned open time products could be bought, day by day. */
export function AvailabilityByDay({ span, compared }: Measured) {
  const others = compared?.days.map(({ availability }) => availability) ?? null;
  const rows = span.days.map(({ date, availability }, i) => [
    dateOf(date),
    points(availability),
    ...(others ? [points(others[i] ?? null)] : []),
  ]);
  const head = [t('stock.day'), `${t('stock.share')} %`, ...(others ? [`${t('stock.compared')} %`] : [])];
  return (
    <Panel
      id="availability-days"
      title={t('stock.days')}
      summary={compared ? t('footfall.against', { days: daysOf(compared) }) : t('stock.daysHint')}
    >
      <Chart
        id="availability-days"
        label={t('stock.days')}
        data={{
          name: t('stock.share'),
          days: span.days.map(({ date, availability }) => ({ date, share: availability })),
          compared: others && { name: t('stock.compared'), shares: others },
        }}
        load={byDay}
        sheet={{ head, rows }}
      />
    </Panel>
  );
}

/** Which products were out on which days; nothing where none ever was. */
export function ProductsByDay({ span }: Measured) {
  const missed = span.products.flatMap(({ name, sku, days }) => (days === null ? [] : [{ name: pick(name, sku), days }]));
  if (missed.length === 0) return null;
  return (
    <Panel id="availability-products" title={t('stock.worst')}>
      <Chart
        id="availability-products"
        label={t('stock.worst')}
        data={{ dates: span.days.map(({ date }) => date), products: missed.slice(0, MOST_DRAWN) }}
        load={productDays}
        sheet={{
          head: [t('stock.product'), ...span.days.map(({ date }) => dateOf(date))],
          rows: missed.map(({ name, days }) => [name, ...days.map(points)]),
        }}
        size="tall"
      />
    </Panel>
  );
}

interface ProductRow extends StockedProduct {
  readonly outSeconds: number;
  readonly share: number | null;
  readonly before: number | null;
}

/** Each product on all its places: what is there now, and how long it could not be bought in these days. */
export function Products({ products, span, compared }: Measured & { readonly products: readonly StockedProduct[] }) {
  const measured = new Map(span.products.map((product) => [product.sku, product]));
  const before = new Map(compared?.products.map((product) => [product.sku, product.availability]));
  const rows: readonly ProductRow[] = products
    .map((product) => ({
      ...product,
      outSeconds: measured.get(product.sku)?.outSeconds ?? 0,
      share: measured.get(product.sku)?.availability ?? null,
      before: before.get(product.sku) ?? null,
    }))
    .toSorted((a, b) => b.outSeconds - a.outSeconds);
  const columns: readonly Column<ProductRow>[] = [
    { id: 'product', head: t('stock.product'), value: ({ name, sku }) => pick(name, sku) },
    { id: 'shelf', head: t('stock.shelf'), value: ({ shelves }) => shelves.map(({ name, id }) => pick(name, id)).join(', ') },
    { id: 'state', head: t('stock.state'), value: ({ state }) => t(`shelves.${state}`), cell: ({ state }) => <StockChip state={state} /> },
    { id: 'there', head: t('stock.there'), value: ({ onShelf, state }) => (state === 'unknown' ? null : onShelf) },
    { id: 'planned', head: t('stock.planned'), value: ({ facings }) => facings },
    {
      id: 'out',
      head: t('stock.outFor'),
      value: ({ outSeconds }) => outSeconds,
      cell: ({ outSeconds }) => (outSeconds === 0 ? '–' : duration(outSeconds * 1_000)),
    },
    { id: 'share', head: `${t('stock.share')} %`, value: ({ share }) => points(share) },
    ...(compared ? [{ id: 'before', head: `${t('stock.shareBefore')} %`, value: (row: ProductRow) => points(row.before) }] : []),
  ];
  return (
    <Panel id="products" title={t('stock.products')} summary={t('stock.productsHint')}>
      <Listing id="products" name={t('stock.products')} columns={columns} rows={rows} keyOf={({ sku }) => sku} />
    </Panel>
  );
}

/** The share over the whole range, and by how many points it differs from what it is compared with. */
export function changeOf({ span, compared }: Measured): string | undefined {
  const [now, before] = [span.availability, compared?.availability ?? null];
  if (now === null || before === null) return undefined;
  const change = Math.round((now - before) * 1_000) / 10;
  return t('stock.against', { points: `${change > 0 ? '+' : ''}${change}`, before: percent(before) });
}
