import type { ShelfView } from '../../../gateway/http/contract.ts';
import type { AvailabilityDaysView } from '../../../gateway/http/contract-shelves.ts';
import { number, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { AvailabilityByDay, changeOf, Products, ProductsByDay } from '../parts/availability.tsx';
import { Figure } from '../parts/figure.tsx';
import { Answered, PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { MisplacedItems, OutOfStock, PlanDifferences, RefillList, RunningLow } from '../parts/shelf-gaps.tsx';
import type { Range } from '../state/dates.ts';
import { misplaced } from '../state/lists.ts';
import { now } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { ask, query } from '../state/place.ts';
import { comparedRange, range } from '../state/range.ts';
import { asPlanned, availableNow, inState, type PlannedPlace, placesOf, productsOf } from '../state/stock.ts';
import { type Known, useAnswer } from '../state/use-answer.ts';
import '../styles/listing.css';
import '../styles/shelves-page.css';

type Shelves = readonly ShelfView[];

const pathFor = ({ from, to }: Range): string => `/insight/availability?from=${from}&to=${to}`;
const shareText = (share: number | null): string => (share === null ? '–' : percent(share));

interface FiguresProps {
  readonly places: readonly PlannedPlace[];
  readonly span: AvailabilityDaysView | null;
  readonly compared: AvailabilityDaysView | null;
}

function Figures({ places, span, compared }: FiguresProps) {
  const lost = misplaced.value.length;
  const change = span ? changeOf({ span, compared }) : undefined;
  return (
    <section class="figures" aria-label={t('stock.figures')}>
      <Figure
        id="out"
        label={t('stock.outNow')}
        value={number(inState(places, 'out').length)}
        of={['stock_state']}
        sub={t('stock.ofPlaces', { n: places.length })}
      />
      <Figure
        id="low"
        label={t('stock.lowNow')}
        value={number(inState(places, 'low').length)}
        of={['stock_state']}
        sub={t('stock.ofPlaces', { n: places.length })}
      />
      <Figure
        id="available"
        label={t('stock.availableNow')}
        value={shareText(availableNow(productsOf(places)))}
        sub={t('stock.availableSub')}
        of={['osa_sku']}
      />
      <Figure
        id="planned"
        label={t('stock.asPlanned')}
        value={shareText(asPlanned(places))}
        sub={t('stock.asPlannedSub')}
        of={['planogram_compliance']}
      />
      <Figure
        id="misplaced"
        label={t('stock.misplaced')}
        value={number(lost)}
        sub={t('stock.misplacedSub', { n: lost })}
        of={['misplaced']}
      />
      <Figure
        id="days"
        label={t('stock.availableDays')}
        value={shareText(span?.availability ?? null)}
        of={['osa_time']}
        {...(change === undefined ? {} : { sub: change })}
      />
    </section>
  );
}

/** Which shelf is looked at; all of them until one is chosen. */
function ShelfPicker({ shelves, chosen }: { readonly shelves: Shelves; readonly chosen: string }) {
  return (
    <label>
      <span class="visually-hidden">{t('stock.shelf')}</span>
      <select value={chosen} onChange={(event) => ask({ shelf: event.currentTarget.value })}>
        <option value="">{t('stock.allShelves')}</option>
        {shelves.map(({ id, name }) => (
          <option key={id} value={id}>
            {pick(name, id)}
          </option>
        ))}
      </select>
    </label>
  );
}

function ShelfCard({ shelf }: { readonly shelf: ShelfView }) {
  const share = asPlanned(placesOf([shelf]));
  const count = (state: string) => shelf.facings.filter((facing) => facing.state === state).length;
  const foreign = misplaced.value.filter(({ zone, shelf: home }) => zone === shelf.zone && home !== shelf.id).length;
  const name = pick(shelf.name, shelf.id);
  const isChosen = query.value.shelf === shelf.id;
  return (
    <li class="shelf-card" data-shelf={shelf.id}>
      <h3>
        {name} <span class="muted">{zoneName(shelf.zone)}</span>
      </h3>
      <span class="shelf-share">{share === null ? t('shelves.unknown') : t('stock.filled', { percent: percent(share) })}</span>
      <meter min={0} max={1} value={share ?? 0} aria-label={name} />
      <p class="muted">{t('shelves.shelf', { ok: count('ok'), low: count('low'), out: count('out') })}</p>
      {foreign > 0 && <p class="muted">{t('stock.foreign', { n: foreign })}</p>}
      <button type="button" class="button-quiet" onClick={() => ask({ shelf: isChosen ? '' : shelf.id })}>
        {isChosen ? t('stock.allShelves') : t('stock.only')}
        <span class="visually-hidden">: {name}</span>
      </button>
    </li>
  );
}

function ByShelf({ shelves }: { readonly shelves: Shelves }) {
  return (
    <Panel id="by-shelf" title={t('stock.byShelf')}>
      <ul class="shelf-cards">
        {shelves.map((shelf) => (
          <ShelfCard key={shelf.id} shelf={shelf} />
        ))}
      </ul>
    </Panel>
  );
}

interface OverDaysProps {
  readonly known: Known<AvailabilityDaysView>;
  readonly compared: AvailabilityDaysView | null;
  readonly places: readonly PlannedPlace[];
}

function OverDays({ known, compared, places }: OverDaysProps) {
  return (
    <Answered known={known}>
      {(span) =>
        span.availability === null ? (
          <Empty text={t('stock.unmeasured')} />
        ) : (
          <>
            <div class="pair">
              <AvailabilityByDay span={span} compared={compared} />
              <ProductsByDay span={span} compared={compared} />
            </div>
            <Products products={productsOf(places)} span={span} compared={compared} />
          </>
        )
      }
    </Answered>
  );
}

/** What can be bought, what cannot and since when, and what to do about it. */
export function ShelvesPage() {
  const known = useAnswer<AvailabilityDaysView>(pathFor(range.value));
  const other = comparedRange.value;
  const compared = useAnswer<AvailabilityDaysView>(other && pathFor(other)).value;
  const shelves = now.value?.shelves ?? [];
  const chosen = shelves.some(({ id }) => id === query.value.shelf) ? (query.value.shelf ?? '') : '';
  const places = placesOf(chosen === '' ? shelves : shelves.filter(({ id }) => id === chosen));
  const tools = shelves.length > 1 && <ShelfPicker shelves={shelves} chosen={chosen} />;
  return (
    <PageFrame id="shelves" title={t('nav.shelves')} tools={tools}>
      {places.length === 0 ? (
        <Empty text={t('shelves.empty')} />
      ) : (
        <>
          <Figures places={places} span={known.value} compared={compared} />
          <div class="pair">
            <OutOfStock places={places} />
            <RunningLow places={places} />
          </div>
          <ByShelf shelves={shelves} />
          <RefillList places={places} />
          <div class="pair">
            <MisplacedItems places={places} />
            <PlanDifferences places={places} />
          </div>
        </>
      )}
      <OverDays known={known} compared={compared} places={places} />
    </PageFrame>
  );
}
