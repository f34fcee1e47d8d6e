import { useSignal } from '@preact/signals';
import type { ShelfView } from '../../../gateway/http/contract.ts';
import { minuteOf, number, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { zoneName } from '../state/names.ts';
import { Chip, type Tone } from './chip.tsx';
import type { IconName } from './icon.tsx';
import { Empty, Panel } from './panel.tsx';
import { ShelfLists } from './shelf-lists.tsx';

type Facing = ShelfView['facings'][number];

const LOOK: Record<Facing['state'], { readonly tone: Tone; readonly icon: IconName; readonly rank: number }> = {
  out: { tone: 'bad', icon: 'cross', rank: 0 },
  low: { tone: 'warn', icon: 'alert', rank: 1 },
  unknown: { tone: 'plain', icon: 'question', rank: 2 },
  ok: { tone: 'good', icon: 'check', rank: 3 },
};
const MAX_SEGMENTS = 12;

export function StockChip({ state }: { readonly state: Facing['state'] }) {
  return <Chip tone={LOOK[state].tone} icon={LOOK[state].icon} text={t(`shelves.${state}`)} />;
}

/** Gaps first: out, low, unknown, fine. */
const worstFirst = (facings: readonly Facing[]): Facing[] => [...facings].sort((a, b) => LOOK[a.state].rank - LOOK[b.state].rank);
const worstOf = (shelf: ShelfView): number => Math.min(3, ...shelf.facings.map((facing) => LOOK[facing.state].rank));

/** One small bar per planned facing, filled as far as items stand there; the minimum is a mark. */
function Stock({ facing }: { readonly facing: Facing }) {
  const segments = Math.min(MAX_SEGMENTS, Math.max(1, facing.facings));
  const perSegment = Math.max(1, facing.facings) / segments;
  return (
    <span class={`stock stock-${facing.state}`} aria-hidden="true">
      {Array.from({ length: segments }, (_, index) => {
        const filled = facing.onShelf >= (index + 1) * perSegment - perSegment / 2;
        return <span key={`segment-${index + 1}`} class={filled ? 'stock-segment is-filled' : 'stock-segment'} />;
      })}
    </span>
  );
}

function FacingRow({ facing }: { readonly facing: Facing }) {
  const notes: string[] = [];
  if (facing.state === 'low' || facing.state === 'out') {
    notes.push(t('shelves.minimum', { n: facing.minimum }));
    if (facing.since !== null) notes.push(t('shelves.since', { time: minuteOf(facing.since) }));
  }
  if (facing.misplaced > 0) notes.push(t('shelves.misplaced', { n: facing.misplaced }));
  return (
    <li class="facing" data-state={facing.state} data-sku={facing.sku}>
      <span class="facing-name">{pick(facing.name, facing.sku)}</span>
      <span class="facing-count">
        {facing.state === 'unknown' ? '–' : t('shelves.count', { n: number(facing.onShelf), facings: number(facing.facings) })}
      </span>
      <Stock facing={facing} />
      <StockChip state={facing.state} />
      {notes.length > 0 && <span class="facing-notes">{notes.join(' · ')}</span>}
    </li>
  );
}

const countsOf = (facings: readonly Facing[]) => {
  const count = (state: Facing['state']) => facings.filter((facing) => facing.state === state).length;
  return { ok: count('ok'), low: count('low'), out: count('out') };
};

/** The whole shelf at a glance: a bar per product, as high as it is filled. The words beside it say the same. */
function Strip({ facings }: { readonly facings: readonly Facing[] }) {
  return (
    <span class="strip" aria-hidden="true">
      {facings.map((facing) => {
        const share = Math.min(1, facing.onShelf / Math.max(1, facing.facings));
        const height = `${facing.state === 'unknown' ? 100 : Math.max(10, share * 100)}%`;
        return <span key={`${facing.section} ${facing.sku}`} class={`strip-bar strip-${facing.state}`} style={{ height }} />;
      })}
    </span>
  );
}

function Shelf({ shelf, onlyGaps }: { readonly shelf: ShelfView; readonly onlyGaps: boolean }) {
  const facings = worstFirst(shelf.facings).filter((facing) => !onlyGaps || facing.state !== 'ok');
  return (
    <li class="shelf" data-shelf={shelf.id}>
      <div class="shelf-head">
        <h3>
          {pick(shelf.name, shelf.id)} <span class="muted">{zoneName(shelf.zone)}</span>
        </h3>
        <Strip facings={shelf.facings} />
        <span class="muted">{t('shelves.shelf', countsOf(shelf.facings))}</span>
      </div>
      <ul class="facings">
        {facings.map((facing) => (
          <FacingRow key={`${facing.section} ${facing.sku}`} facing={facing} />
        ))}
      </ul>
    </li>
  );
}

function summaryOf(facings: readonly Facing[]): string {
  const counts = countsOf(facings);
  const known = facings.filter((facing) => facing.state !== 'unknown').length;
  const parts = [t('shelves.summary', counts)];
  if (known > 0) parts.push(t('shelves.available', { percent: percent((known - counts.out) / known) }));
  return parts.join(' · ');
}

/** Shelves with gaps first, each at a glance; its gaps by name, what is fine on demand. */
export function Shelves({ shelves }: { readonly shelves: readonly ShelfView[] }) {
  const showAll = useSignal(false);
  const facings = shelves.flatMap((shelf) => shelf.facings);
  const fine = facings.filter((facing) => facing.state === 'ok').length;
  const sorted = [...shelves].sort((a, b) => worstOf(a) - worstOf(b));
  if (facings.length === 0) {
    return (
      <Panel id="shelves" title={t('shelves.title')}>
        <Empty text={t('shelves.empty')} />
      </Panel>
    );
  }
  return (
    <Panel id="shelves" title={t('shelves.title')} summary={summaryOf(facings)}>
      <ul class="shelves">
        {sorted.map((shelf) => (
          <Shelf key={shelf.id} shelf={shelf} onlyGaps={!showAll.value} />
        ))}
      </ul>
      {fine > 0 && (
        <button
          type="button"
          class="button-quiet more"
          aria-expanded={showAll.value}
          onClick={() => {
            showAll.value = !showAll.value;
          }}
        >
          {showAll.value ? t('shelves.less') : t('shelves.more')}
        </button>
      )}
      <ShelfLists shelves={shelves} />
    </Panel>
  );
}
