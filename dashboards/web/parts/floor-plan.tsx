import { useSignal } from '@preact/signals';
import type { NowView, StoreView } from '../../../gateway/http/contract.ts';
import { t } from '../i18n/translate.ts';
import { useWidth } from '../state/use-width.ts';
import { Icon } from './icon.tsx';
import { Empty, Panel } from './panel.tsx';
import { ZoneDetails, type ZonePicture } from './zone-details.tsx';
import { LEVELS, ZoneShape } from './zone-shape.tsx';

const TEXT_PX = 12;
const NOBODY = { people: 0, tags: 0, visitsToday: 0 };

function picturesOf(store: StoreView, picture: NowView): readonly ZonePicture[] {
  const byId = new Map(picture.zones.map((zone) => [zone.id, zone]));
  return store.zones.map((zone) => {
    const facings = picture.shelves.filter((shelf) => shelf.zone === zone.id).flatMap((shelf) => shelf.facings);
    const count = (state: string) => facings.filter((facing) => facing.state === state).length;
    return { zone, now: byId.get(zone.id) ?? { id: zone.id, ...NOBODY }, out: count('out'), low: count('low') };
  });
}

function Legend() {
  return (
    <div class="plan-legend">
      <span>{t('plan.legend')}</span>
      <ul>
        {LEVELS.map((label, level) => (
          <li key={label}>
            <span class={`swatch level-${level}`} aria-hidden="true" />
            {label}
          </li>
        ))}
        <li>
          <span class="swatch swatch-person" aria-hidden="true" />
          {t('plan.legend.person')}
        </li>
        <li>
          <Icon name="tag" />
          {t('plan.legend.item')}
        </li>
        <li>
          <span class="swatch swatch-gap" aria-hidden="true" />
          {t('plan.legend.shelf')}
        </li>
      </ul>
    </div>
  );
}

/** People of open visits of whom nothing has been heard since the door. */
function Elsewhere({ picture: { visits, zones } }: { readonly picture: NowView }) {
  const inside = visits.filter(({ end }) => end === null).reduce((sum, { party }) => sum + party, 0);
  const n = inside - zones.reduce((sum, { people }) => sum + people, 0);
  return n > 0 ? <p class="plan-elsewhere">{t('plan.elsewhere', { n })}</p> : null;
}

interface DrawingProps {
  readonly plan: StoreView['plan'];
  readonly zones: readonly ZonePicture[];
  readonly selected: ZonePicture | undefined;
  readonly select: (id: string) => void;
}

/** The zones to scale, with text of one size whatever the width of the screen. */
function Drawing({ plan, zones, selected, select }: DrawingProps) {
  const { place, width } = useWidth(600);
  const unit = (TEXT_PX * plan.width) / width;
  return (
    <div ref={place}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of zones, not a form's fieldset */}
      <svg class="plan" viewBox={`0 0 ${plan.width} ${plan.height}`} role="group" aria-label={t('plan.title')}>
        {plan.picture && <image href={plan.picture} width={plan.width} height={plan.height} preserveAspectRatio="xMidYMid slice" />}
        {zones.map((zone) => (
          <ZoneShape key={zone.zone.id} picture={zone} unit={unit} isSelected={zone === selected} select={() => select(zone.zone.id)} />
        ))}
      </svg>
    </div>
  );
}

/** The shop from above: zones coloured by the people in them; a chosen zone tells what is in it. */
export function FloorPlan({ store, picture }: { readonly store: StoreView; readonly picture: NowView }) {
  const chosen = useSignal<string | null>(null);
  const zones = picturesOf(store, picture);
  const drawn = zones.filter(({ zone }) => zone.polygon.length >= 3);
  const selected = zones.find(({ zone }) => zone.id === chosen.value);
  const toggle = (id: string) => {
    chosen.value = chosen.value === id ? null : id;
  };
  if (drawn.length === 0) {
    return (
      <Panel id="plan" title={t('plan.title')}>
        <Empty text={t('plan.empty')} />
      </Panel>
    );
  }
  return (
    <Panel id="plan" title={t('plan.title')} summary={t('plan.hint')}>
      <Drawing plan={store.plan} zones={drawn} selected={selected} select={toggle} />
      <Elsewhere picture={picture} />
      <Legend />
      {selected && <ZoneDetails zone={selected} picture={picture} close={() => toggle(selected.zone.id)} />}
    </Panel>
  );
}
