import type { BrandView } from '../../../gateway/http/contract-statement.ts';
import { money } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { spanAsked } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import { Formula } from './formula.tsx';
import { type Column, Listing } from './listing.tsx';
import { Panel } from './panel.tsx';

/** What brands owe for the time of displays; nothing in a shop whose offers no brand pays for. */
export function Brands({ nameOf }: { readonly nameOf: (offer: string) => string }) {
  const brands = useAnswer<BrandView[]>(`/brands?${spanAsked.value}`).value ?? [];
  if (brands.length === 0) return null;
  const offersOf = ({ offers }: BrandView): string => offers.map(nameOf).join(', ');
  const columns: readonly Column<BrandView>[] = [
    { id: 'brand', head: t('effect.brand'), value: ({ brand }) => brand },
    { id: 'offers', head: t('effect.brandOffers'), value: offersOf },
    { id: 'impressions', head: t('effect.impressions'), value: ({ impressions }) => impressions },
    { id: 'actions', head: t('effect.actions'), value: ({ actions }) => actions },
    {
      id: 'owes',
      head: t('effect.owes'),
      value: ({ spentMinor }) => spentMinor,
      cell: ({ spentMinor }) => money(spentMinor),
      text: ({ spentMinor }) => money(spentMinor),
    },
    {
      id: 'statement',
      head: t('effect.statement'),
      value: () => null,
      isDeed: true,
      cell: ({ brand }) => (
        <a href={`./api/v1/brands/${encodeURIComponent(brand)}/statement.csv?${spanAsked.value}`} download={`${brand}-statement.csv`}>
          CSV<span class="visually-hidden">: {brand}</span>
        </a>
      ),
    },
  ];
  return (
    <Panel id="brands" title={t('effect.brands')} summary={t('effect.brandsHint')}>
      <Listing id="brands" name={t('effect.brands')} columns={columns} rows={brands} keyOf={({ brand }) => brand} />
      <Formula of={['impressions', 'actions']} />
    </Panel>
  );
}
