import type { OfferFiguresView } from '../../../gateway/http/contract-offers.ts';
import { dateOf, duration, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { deviceName } from '../state/names.ts';
import { GROUPS, type Group, type Grouped, groupsOf } from '../state/offer-sums.ts';
import { ask, query } from '../state/place.ts';
import { type Column, Listing } from './listing.tsx';
import { Panel } from './panel.tsx';

const grouping = (): Group => GROUPS.find((group) => group === query.value.by) ?? 'offer';

export function GroupPicker() {
  return (
    <label>
      <span class="visually-hidden">{t('effect.by')}</span>
      <select value={grouping()} onChange={(event) => ask({ by: event.currentTarget.value === 'offer' ? '' : event.currentTarget.value })}>
        {GROUPS.map((group) => (
          <option key={group} value={group}>
            {t(`effect.by.${group}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What displays were asked, what they proved, and what followed: a line for each offer, display or day. */
export function OfferGroups({ view }: { readonly view: OfferFiguresView }) {
  const by = grouping();
  const names = new Map(view.offers.map(({ offer, name }) => [offer, pick(name, offer)]));
  const nameOf = ({ key }: Grouped): string =>
    ({ offer: () => names.get(key) ?? key, display: () => deviceName(key), day: () => dateOf(key) })[by]();
  const proof = ({ asked, shown }: Grouped): number | null => (asked === 0 ? null : shown / asked);
  const perShowing = ({ shown, visibleMs }: Grouped): number | null => (visibleMs === null || shown === 0 ? null : visibleMs / shown);
  const asText = (value: number | null, write: (value: number) => string): string => (value === null ? '–' : write(value));
  const inView: Column<Grouped> = {
    id: 'view',
    head: t('effect.viewHead'),
    value: perShowing,
    text: (row) => asText(perShowing(row), duration),
    cell: (row) => asText(perShowing(row), duration),
  };
  const columns: readonly Column<Grouped>[] = [
    { id: by, head: t(`effect.${by}`), value: by === 'day' ? ({ key }) => key : nameOf, text: nameOf, cell: nameOf },
    { id: 'asked', head: t('effect.askedHead'), value: ({ asked }) => asked },
    { id: 'shown', head: t('effect.shownHead'), value: ({ shown }) => shown },
    {
      id: 'proof',
      head: t('effect.proofHead'),
      value: proof,
      text: (row) => asText(proof(row), percent),
      cell: (row) => asText(proof(row), percent),
    },
    { id: 'acted', head: t('effect.actedHead'), value: ({ acted }) => acted },
    { id: 'bought', head: t('effect.boughtHead'), value: ({ bought }) => bought },
    ...(by === 'day' ? [] : [inView]),
  ];
  return (
    <Panel id="offer-groups" title={t(`effect.by.${by}`)}>
      <Listing id="offer-groups" name={t(`effect.by.${by}`)} columns={columns} rows={groupsOf(view, by)} keyOf={({ key }) => key} />
    </Panel>
  );
}
