import type { MisplacedView, RefillView } from '../../../gateway/http/contract.ts';
import { dateTimeOf, duration, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { misplaced, refill } from '../state/lists.ts';
import { clock, store } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { inState, type PlannedPlace, unlikePlanned } from '../state/stock.ts';
import { type Column, Listing } from './listing.tsx';
import { Empty, Panel } from './panel.tsx';

interface Gaps {
  readonly places: readonly PlannedPlace[];
}

const keyOf = ({ facing }: PlannedPlace): string => `${facing.section} ${facing.sku}`;
const productOf = ({ facing }: PlannedPlace): string => pick(facing.name, facing.sku);
const shelfOf = ({ shelf }: PlannedPlace): string => pick(shelf.name, shelf.id);
const zonesOf = (zones: readonly string[]): string => zones.map(zoneName).join(', ');

/** What the refill list knows of a place: where more of it is. */
const supplyOf = ({ facing }: PlannedPlace): RefillView | undefined =>
  refill.value.find(({ section, sku }) => section === facing.section && sku === facing.sku);

const product = (): Column<PlannedPlace> => ({ id: 'product', head: t('stock.product'), value: productOf });
/** For lists that are short of width: the shelf stands below the product. */
const productAndShelf = (): Column<PlannedPlace> => ({
  ...product(),
  cell: (place) => (
    <>
      {productOf(place)} <span class="muted">{shelfOf(place)}</span>
    </>
  ),
});
const supply = (): readonly Column<PlannedPlace>[] => [
  { id: 'storage', head: t('stock.storage'), value: (place) => supplyOf(place)?.inStorage ?? null },
  { id: 'elsewhere', head: t('stock.elsewhere'), value: (place) => zonesOf(supplyOf(place)?.strayedTo ?? []) || null },
];

/** When it began, and how long ago that is: the clock of the page keeps counting. */
function Since({ at }: { readonly at: number | null }) {
  if (at === null) return <>–</>;
  return (
    <>
      {duration(clock.value - at)} <span class="muted">{dateTimeOf(at)}</span>
    </>
  );
}

const sinceColumn = (head: string): Column<PlannedPlace> => ({
  id: 'since',
  head,
  value: ({ facing }) => facing.since,
  text: ({ facing }) => (facing.since === null ? '' : dateTimeOf(facing.since)),
  cell: ({ facing }) => <Since at={facing.since} />,
});

/** What customers cannot buy now, and since when. */
export function OutOfStock({ places }: Gaps) {
  const rows = inState(places, 'out');
  const columns = [productAndShelf(), sinceColumn(t('stock.since')), ...supply()];
  return (
    <Panel id="out" title={t('stock.out')} summary={rows.length > 1 ? t('stock.outHint') : undefined}>
      {rows.length === 0 ? (
        <p class="muted">{t('stock.noneOut')}</p>
      ) : (
        <Listing id="out" name={t('stock.out')} columns={columns} rows={rows} keyOf={keyOf} />
      )}
    </Panel>
  );
}

/** What will be out soon. */
export function RunningLow({ places }: Gaps) {
  const rows = inState(places, 'low');
  const left: Column<PlannedPlace> = {
    id: 'left',
    head: t('stock.left'),
    value: ({ facing }) => facing.onShelf,
    cell: ({ facing }) => (
      <>
        {t('stock.leftOf', { n: facing.onShelf, facings: facing.facings })}{' '}
        <span class="muted">{t('shelves.minimum', { n: facing.minimum })}</span>
      </>
    ),
  };
  return (
    <Panel id="low" title={t('stock.low')}>
      {rows.length === 0 ? (
        <p class="muted">{t('stock.noneLow')}</p>
      ) : (
        <Listing
          id="low"
          name={t('stock.low')}
          columns={[productAndShelf(), left, sinceColumn(t('stock.lowSince'))]}
          rows={rows}
          keyOf={keyOf}
        />
      )}
    </Panel>
  );
}

/** What lies on the wrong shelf, and where. */
export function MisplacedItems({ places }: Gaps) {
  const shelves = new Map(places.map(({ shelf }) => [shelf.id, shelf]));
  const rows = misplaced.value.filter(({ shelf }) => shelf === null || shelves.has(shelf));
  const nameOf = ({ name, sku, epc }: MisplacedView) => pick(name, sku ?? `…${epc.slice(-6)}`);
  const columns: readonly Column<MisplacedView>[] = [
    { id: 'item', head: t('stock.item'), value: nameOf },
    { id: 'lies', head: t('stock.lies'), value: ({ zone }) => zoneName(zone) },
    { id: 'home', head: t('stock.home'), value: ({ shelf }) => (shelf === null ? null : pick(shelves.get(shelf)?.name, shelf)) },
    {
      id: 'since',
      head: t('stock.when'),
      value: ({ since }) => since,
      text: ({ since }) => dateTimeOf(since),
      cell: ({ since }) => <Since at={since} />,
    },
    { id: 'sure', head: t('stock.sure'), value: ({ confidence }) => percent(confidence) },
  ];
  return (
    <Panel id="lost" title={t('stock.lost')}>
      {rows.length === 0 ? (
        <Empty text={t('stock.noneLost')} />
      ) : (
        <Listing id="lost" name={t('stock.lost')} columns={columns} rows={rows} keyOf={({ epc }) => epc} />
      )}
    </Panel>
  );
}

/** What to carry to the shelves. Printing the page prints this list alone. */
export function RefillList({ places }: Gaps) {
  const shelves = new Map(places.map(({ shelf }) => [shelf.id, shelf]));
  const rows = refill.value.filter(({ shelf }) => shelves.has(shelf));
  const columns: readonly Column<RefillView>[] = [
    { id: 'product', head: t('stock.product'), value: ({ name, sku }) => pick(name, sku) },
    { id: 'shelf', head: t('stock.shelf'), value: ({ shelf }) => pick(shelves.get(shelf)?.name, shelf) },
    { id: 'section', head: t('stock.section'), value: ({ section }) => section },
    { id: 'missing', head: t('stock.missing'), value: ({ missing }) => missing },
    { id: 'there', head: t('stock.left'), value: ({ onShelf, facings }) => t('stock.leftOf', { n: onShelf, facings }) },
    { id: 'storage', head: t('stock.storage'), value: ({ inStorage }) => inStorage },
    { id: 'elsewhere', head: t('stock.elsewhere'), value: ({ strayedTo }) => zonesOf(strayedTo) || null },
  ];
  const print = (
    <button type="button" class="button" onClick={() => globalThis.print()}>
      {t('stock.print')}
    </button>
  );
  return (
    <Panel id="refill" title={t('stock.refill')} summary={t('stock.refillHint')}>
      <p class="print-only">{t('stock.printed', { shop: pick(store.value?.name), time: dateTimeOf(clock.value) })}</p>
      {rows.length === 0 ? (
        <p class="muted">{t('stock.noneMissing')}</p>
      ) : (
        <Listing
          id="refill"
          name={t('stock.refill')}
          columns={columns}
          rows={rows}
          keyOf={({ section, sku }) => `${section} ${sku}`}
          tools={print}
        />
      )}
    </Panel>
  );
}

/** Where the shelves differ from the planogram: too few, too many, or carried elsewhere. */
export function PlanDifferences({ places }: Gaps) {
  const rows = unlikePlanned(places);
  const columns: readonly Column<PlannedPlace>[] = [
    product(),
    { id: 'shelf', head: t('stock.shelf'), value: shelfOf },
    { id: 'section', head: t('stock.section'), value: ({ facing }) => facing.section },
    { id: 'planned', head: t('stock.planned'), value: ({ facing }) => facing.facings },
    { id: 'there', head: t('stock.there'), value: ({ facing }) => facing.onShelf },
    { id: 'difference', head: t('stock.difference'), value: ({ facing }) => facing.onShelf - facing.facings },
    { id: 'elsewhere', head: t('stock.misplaced'), value: ({ facing }) => facing.misplaced },
  ];
  return (
    <Panel id="plan-differences" title={t('stock.plan')}>
      {rows.length === 0 ? (
        <p class="muted">{t('stock.noDifference')}</p>
      ) : (
        <Listing id="plan" name={t('stock.plan')} columns={columns} rows={rows} keyOf={keyOf} />
      )}
    </Panel>
  );
}
