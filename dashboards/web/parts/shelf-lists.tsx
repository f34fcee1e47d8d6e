import type { AvailabilityView, MisplacedView, RefillView, ShelfView } from '../../../gateway/http/contract.ts';
import { dateTimeOf, duration, number, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { availability, misplaced, refill } from '../state/lists.ts';
import { zoneName } from '../state/names.ts';
import { DataTable, Disclosure } from './data-table.tsx';

type Shelves = readonly ShelfView[];

const shelfName = (shelves: Shelves, id: string | null): string => pick(shelves.find((shelf) => shelf.id === id)?.name, id ?? '–');
const zoneNames = (zones: readonly string[]): string => zones.map((zone) => zoneName(zone)).join(', ') || '–';

function Misplaced({ items, shelves }: { readonly items: readonly MisplacedView[]; readonly shelves: Shelves }) {
  if (items.length === 0) return null;
  const name = t('shelves.lost', { n: items.length });
  const head = [t('shelves.item'), t('shelves.lies'), t('shelves.home'), t('shelves.when'), t('shelves.sure')];
  const rows = items.map(({ epc, name: product, sku, zone, shelf, since, confidence }) => ({
    key: epc,
    cells: [pick(product, sku ?? `…${epc.slice(-6)}`), zoneName(zone), shelfName(shelves, shelf), dateTimeOf(since), percent(confidence)],
  }));
  return (
    <Disclosure id="misplaced" summary={name}>
      <DataTable name={name} head={head} rows={rows} />
    </Disclosure>
  );
}

function Refill({ places, shelves }: { readonly places: readonly RefillView[]; readonly shelves: Shelves }) {
  if (places.length === 0) return null;
  const name = t('shelves.refill', { n: places.length });
  const head = [t('shelves.product'), t('shelves.home'), t('shelves.has'), t('shelves.missing'), t('shelves.stored'), t('shelves.strayed')];
  const rows = places.map(({ section, sku, name: product, shelf, onShelf, missing, inStorage, strayedTo }) => ({
    key: `${section} ${sku}`,
    cells: [pick(product, sku), shelfName(shelves, shelf), number(onShelf), number(missing), number(inStorage), zoneNames(strayedTo)],
  }));
  return (
    <Disclosure id="refill" summary={name}>
      <DataTable name={name} head={head} rows={rows} />
    </Disclosure>
  );
}

function Availability({ view }: { readonly view: AvailabilityView | null }) {
  if (view === null || view.availability === null) return null;
  const name = t('shelves.share', { percent: percent(view.availability) });
  const rows = view.products.map(({ sku, name: product, outSeconds, availability: share }) => ({
    key: sku,
    cells: [pick(product, sku), outSeconds === 0 ? '–' : duration(outSeconds * 1_000), share === null ? '–' : percent(share)],
  }));
  return (
    <Disclosure id="availability" summary={name}>
      <DataTable name={name} head={[t('shelves.product'), t('shelves.outFor'), t('shelves.availability')]} rows={rows} />
    </Disclosure>
  );
}

/** What is to be done at the shelves, and how often customers found them empty; each opened on demand. */
export function ShelfLists({ shelves }: { readonly shelves: Shelves }) {
  return (
    <div class="shelf-lists">
      <Misplaced items={misplaced.value} shelves={shelves} />
      <Refill places={refill.value} shelves={shelves} />
      <Availability view={availability.value} />
    </div>
  );
}
