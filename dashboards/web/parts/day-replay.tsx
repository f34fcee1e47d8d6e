import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { StoreView } from '../../../gateway/http/contract.ts';
import type { ReplayView } from '../../../gateway/http/contract-journey.ts';
import { dateOf, minuteOf, number } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { saveSheet } from '../state/download.ts';
import { quarterAt, type Scale, stepsOf, sumOf } from '../state/heat.ts';
import { ask, query } from '../state/place.ts';
import { DataTable } from './data-table.tsx';
import { HeatLegend, HeatPlan } from './heat-plan.tsx';
import { Icon } from './icon.tsx';
import { Panel } from './panel.tsx';

/** A quarter of an hour of the day lasts this long while it is played, ms. */
const STEP_MS = 600;

interface ReplayProps {
  readonly store: StoreView;
  readonly replay: ReplayView;
  readonly scale: Scale;
  readonly select: (zone: string) => void;
}

const save = ({ store, replay }: Pick<ReplayProps, 'store' | 'replay'>): void =>
  saveSheet(`floor-${replay.date}`, {
    head: [t('floor.quarter'), ...store.zones.map(({ id, name }) => pick(name, id))],
    rows: replay.quarters.map(({ at, people }) => [new Date(at).toISOString(), ...store.zones.map(({ id }) => people[id] ?? 0)]),
  });

/** Steps through the quarters of a day; the address keeps the one at which it was left. */
function usePlayer(replay: ReplayView) {
  const index = useSignal(quarterAt(replay, Number(query.value.at)));
  const isPlaying = useSignal(false);
  const last = replay.quarters.length - 1;
  const keep = () => ask({ at: String(replay.quarters[index.value]?.at ?? '') });
  useEffect(() => {
    if (!isPlaying.value) return;
    const timer = setInterval(() => {
      if (index.value >= last) {
        isPlaying.value = false;
        keep();
      } else index.value++;
    }, STEP_MS);
    return () => clearInterval(timer);
  }, [isPlaying.value, last]);
  return {
    index: Math.min(index.value, last),
    isPlaying: isPlaying.value,
    show: (to: number) => {
      index.value = to;
    },
    keep,
    toggle: () => {
      if (!isPlaying.value && index.value >= last) index.value = 0;
      isPlaying.value = !isPlaying.value;
      if (!isPlaying.value) keep();
    },
  };
}

/** A day as it went: people by zone, a quarter of an hour after the other, by hand or by itself. */
export function DayReplay({ store, replay, scale, select }: ReplayProps) {
  const { index, isPlaying, show, keep, toggle } = usePlayer(replay);
  const quarter = replay.quarters[index];
  const people = quarter?.people ?? {};
  const heat = new Map(store.zones.map(({ id }) => [id, people[id] ?? 0]));
  const steps = stepsOf(
    'day',
    scale,
    replay.quarters.flatMap((one) => Object.values(one.people)),
  );
  const time = quarter ? minuteOf(quarter.at) : '';
  const hint = scale === 'relative' ? t('floor.relativeDay', { value: number(steps.highest) }) : t('floor.absoluteHint');
  const rows = store.zones.map(({ id, name }) => ({ key: id, cells: [pick(name, id), number(people[id] ?? 0)] }));
  return (
    <>
      <Panel id="heat" title={`${dateOf(replay.date)}, ${time}`} summary={t('floor.total', { n: Math.round(sumOf(people)) })}>
        <div class="player">
          <button type="button" class="button" onClick={toggle}>
            <Icon name={isPlaying ? 'pause' : 'play'} />
            {isPlaying ? t('floor.pause') : t('floor.play')}
          </button>
          <input
            type="range"
            min={0}
            max={replay.quarters.length - 1}
            value={index}
            aria-label={t('floor.time')}
            aria-valuetext={time}
            onInput={(event) => show(Number(event.currentTarget.value))}
            onChange={keep}
          />
          <output>{time}</output>
        </div>
        <HeatPlan
          name={`floor-${replay.date}`}
          store={store}
          heat={heat}
          steps={steps}
          write={number}
          selected={query.value.zone}
          select={select}
        />
        <HeatLegend meaning={t('floor.meaning.day')} steps={steps} write={number} hint={hint} />
      </Panel>
      <Panel id="day-table" title={t('floor.allZones')} summary={time}>
        <DataTable name={t('floor.dayTable', { time })} head={[t('journey.zone'), t('floor.people')]} rows={rows} />
        <div class="listing-tools">
          <button
            type="button"
            class="button-quiet"
            onClick={() => save({ store, replay })}
            aria-label={t('chart.csvOf', { what: t('floor.show.day') })}
          >
            CSV
          </button>
        </div>
      </Panel>
    </>
  );
}
