import type { StoreView } from '../../../gateway/http/contract.ts';
import type { ReplayView, ZoneFiguresView } from '../../../gateway/http/contract-journey.ts';
import { duration, percent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { DayReplay } from '../parts/day-replay.tsx';
import { Formula } from '../parts/formula.tsx';
import { HeatLegend, HeatPlan } from '../parts/heat-plan.tsx';
import { Answered, daysOf, PageFrame } from '../parts/page-frame.tsx';
import { PageLink } from '../parts/page-link.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { ZONE_METRICS, ZoneTable } from '../parts/zone-table.tsx';
import { isDate, type Range } from '../state/dates.ts';
import { heatOf, SCALES, type Scale, SHOWN, type Shown, stepsOf } from '../state/heat.ts';
import { store } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { ask, query } from '../state/place.ts';
import { comparedRange, range, today } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import '../styles/listing.css';
import '../styles/floor.css';

const shownNow = (): Shown => SHOWN.find((name) => name === query.value.show) ?? 'visits';
const scaleNow = (): Scale => SCALES.find((name) => name === query.value.scale) ?? 'relative';
/** A zone chosen again is let go. */
const select = (zone: string) => ask({ zone: query.value.zone === zone ? '' : zone });
const writeSeconds = (seconds: number): string => duration(seconds * 1_000);

function Choice({
  name,
  choices,
  value,
}: {
  readonly name: 'show' | 'scale';
  readonly choices: readonly string[];
  readonly value: string;
}) {
  return (
    <label>
      <span class="visually-hidden">{t(`floor.${name}`)}</span>
      <select value={value} onChange={(event) => ask({ [name]: event.currentTarget.value, at: '' })}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {t(`floor.${name}.${choice}` as Parameters<typeof t>[0])}
          </option>
        ))}
      </select>
    </label>
  );
}

function Tools({ date }: { readonly date: string }) {
  const shown = shownNow();
  return (
    <fieldset class="range">
      <legend class="visually-hidden">{t('floor.show')}</legend>
      <Choice name="show" choices={SHOWN} value={shown} />
      <Choice name="scale" choices={SCALES} value={scaleNow()} />
      {shown === 'day' && (
        <label>
          <span class="visually-hidden">{t('floor.date')}</span>
          <input type="date" value={date} max={today.value} onChange={(event) => ask({ date: event.currentTarget.value, at: '' })} />
        </label>
      )}
      <PageLink to="plan-editor" class="button-quiet">
        {t('plan-editor.open')}
      </PageLink>
    </fieldset>
  );
}

function ChosenZone() {
  const zone = query.value.zone;
  if (zone === undefined) return null;
  return (
    <p class="chosen-zone">
      <strong>{zoneName(zone)}</strong>
      <PageLink to="visits" query={{ zone }}>
        {t('floor.toVisits')}
      </PageLink>
    </p>
  );
}

interface DaysProps {
  readonly shop: StoreView;
  readonly shown: Exclude<Shown, 'day'>;
  readonly figures: ZoneFiguresView;
  readonly compared: ZoneFiguresView | null;
}

const pathFor = ({ from, to }: Range): string => `/insight/zones?from=${from}&to=${to}`;

function Days({ shop, shown, figures, compared }: DaysProps) {
  const heat = heatOf(shown, figures);
  const scale = scaleNow();
  const steps = stepsOf(shown, scale, heat.values());
  const write = shown === 'dwell' ? writeSeconds : percent;
  const hint = scale === 'relative' ? t('floor.relativeHint', { value: write(steps.highest) }) : t('floor.absoluteHint');
  return (
    <>
      <Panel id="heat" title={t(`floor.show.${shown}`)} summary={t('plan.hint')}>
        <HeatPlan
          name={`floor-${shown}`}
          store={shop}
          heat={heat}
          steps={steps}
          write={write}
          selected={query.value.zone}
          select={select}
        />
        <HeatLegend meaning={t(`floor.meaning.${shown}`)} steps={steps} write={write} hint={hint} />
        <ChosenZone />
      </Panel>
      <Panel
        id="zones"
        title={t('floor.allZones')}
        summary={compared ? t('footfall.against', { days: daysOf(compared) }) : t('journey.zonesHint')}
      >
        <ZoneTable figures={figures} compared={compared} />
        <Formula of={ZONE_METRICS} />
      </Panel>
    </>
  );
}

function OfDays({ shop, shown }: Pick<DaysProps, 'shop' | 'shown'>) {
  const known = useAnswer<ZoneFiguresView>(pathFor(range.value));
  const other = comparedRange.value;
  const compared = useAnswer<ZoneFiguresView>(other && pathFor(other)).value;
  return (
    <Answered known={known}>
      {(figures) =>
        figures.visits === 0 ? <Empty text={t('floor.nobody')} /> : <Days shop={shop} shown={shown} figures={figures} compared={compared} />
      }
    </Answered>
  );
}

function OfOneDay({ shop, date }: { readonly shop: StoreView; readonly date: string }) {
  const known = useAnswer<ReplayView>(`/insight/replay?date=${date}`);
  return (
    <Answered known={known}>
      {(replay) =>
        replay.quarters.length === 0 ? (
          <Empty text={t('floor.nobody')} />
        ) : (
          <>
            <DayReplay key={replay.date} store={shop} replay={replay} scale={scaleNow()} select={select} />
            <ChosenZone />
          </>
        )
      }
    </Answered>
  );
}

/** Where people go, stay and buy, on the plan: over some days, or one day as it went. */
export function FloorPage() {
  const shop = store.value;
  const shown = shownNow();
  const date = isDate(query.value.date) ? query.value.date : range.value.to;
  if (shop === null) return null;
  return (
    <PageFrame id="floor" title={t('nav.floor')} picker={shown === 'day' ? 'none' : 'compared'} tools={<Tools date={date} />}>
      {shop.zones.every(({ polygon }) => polygon.length < 3) ? (
        <Empty text={t('plan.empty')} />
      ) : shown === 'day' ? (
        <OfOneDay shop={shop} date={date} />
      ) : (
        <OfDays shop={shop} shown={shown} />
      )}
    </PageFrame>
  );
}
