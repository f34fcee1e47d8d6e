import type { FunnelView, WaysView, ZoneFiguresView } from '../../../gateway/http/contract-journey.ts';
import { t } from '../i18n/translate.ts';
import { Chart } from '../parts/chart.tsx';
import { Formula } from '../parts/formula.tsx';
import { Funnel } from '../parts/funnel.tsx';
import { Answered, daysOf, PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { ZONE_METRICS, ZoneTable } from '../parts/zone-table.tsx';
import type { Range } from '../state/dates.ts';
import { store } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { comparedRange, range } from '../state/range.ts';
import { type Known, useAnswer } from '../state/use-answer.ts';
import '../styles/listing.css';
import '../styles/journey.css';

const dwellByZone = () => import('../charts/dwell-by-zone.ts');
const zoneWays = () => import('../charts/zone-ways.ts');

const pathFor = (part: string, { from, to }: Range): string => `/insight/${part}?from=${from}&to=${to}`;

/** A line for each zone has to have room for its name. */
const sizeFor = (lines: number) => (lines > 12 ? 'tallest' : 'tall');

/** The same question for the days that are looked at, and for those that they are compared with. */
function useBoth<T>(part: string): { readonly known: Known<T>; readonly compared: T | null } {
  const other = comparedRange.value;
  const known = useAnswer<T>(pathFor(part, range.value));
  return { known, compared: useAnswer<T>(other && pathFor(part, other)).value };
}

function Dwell({ figures }: { readonly figures: ZoneFiguresView }) {
  const zones = figures.zones.flatMap(({ zone, medianS, p75S, p95S }) =>
    medianS === null || p75S === null || p95S === null ? [] : [{ name: zoneName(zone), medianS, p75S, p95S }],
  );
  const sorted = zones.toSorted((a, b) => b.medianS - a.medianS);
  return (
    <Panel id="dwell" title={t('journey.dwell')} summary={t('journey.dwellHint')}>
      <Chart
        id="journey-dwell"
        label={t('journey.dwell')}
        data={{ zones: sorted }}
        load={dwellByZone}
        sheet={{
          head: [t('journey.zone'), t('journey.median'), t('journey.p75'), t('journey.p95')],
          rows: sorted.map(({ name, medianS, p75S, p95S }) => [name, medianS, p75S, p95S]),
        }}
        size={sizeFor(sorted.length)}
      />
      <Formula of={['dwell']} />
    </Panel>
  );
}

/** Rows and columns in the order of the shop's zones; a zone that nobody came to has none. */
function Ways({ view: { ways } }: { readonly view: WaysView }) {
  const zones = store.value?.zones.map(({ id }) => id) ?? [];
  const rows = [null, ...zones].filter((zone) => ways.some(({ from }) => from === zone));
  const columns = [...zones, null].filter((zone) => ways.some(({ to }) => to === zone));
  const nameOf = (zone: string | null, outside: string) => (zone === null ? outside : zoneName(zone));
  const data = {
    from: rows.map((zone) => nameOf(zone, t('journey.start'))),
    to: columns.map((zone) => nameOf(zone, t('journey.end'))),
    cells: ways.map(({ from, to, times }) => ({ row: rows.indexOf(from), column: columns.indexOf(to), times })),
  };
  return (
    <Panel id="ways" title={t('journey.ways')} summary={t('journey.waysHint')}>
      <Chart
        id="journey-ways"
        label={t('journey.ways')}
        data={data}
        load={zoneWays}
        sheet={{
          head: [t('journey.from'), t('journey.to'), t('journey.times')],
          rows: ways.map(({ from, to, times }) => [nameOf(from, t('journey.start')), nameOf(to, t('journey.end')), times]),
        }}
        size={sizeFor(rows.length)}
      />
    </Panel>
  );
}

function Zones() {
  const { known, compared } = useBoth<ZoneFiguresView>('zones');
  return (
    <Answered known={known}>
      {(figures) => (
        <>
          <Panel id="zones" title={t('journey.zones')} summary={t('journey.zonesHint')}>
            <ZoneTable figures={figures} compared={compared} />
            <Formula of={ZONE_METRICS} />
          </Panel>
          <Dwell figures={figures} />
        </>
      )}
    </Answered>
  );
}

function WaysOfDays() {
  const known = useAnswer<WaysView>(pathFor('ways', range.value));
  return <Answered known={known}>{(view) => <Ways view={view} />}</Answered>;
}

/** How far visits come, which way they take, and where they stay. */
export function JourneyPage() {
  const { known, compared } = useBoth<FunnelView>('funnel');
  return (
    <PageFrame id="journey" title={t('nav.journey')}>
      <Answered known={known}>
        {(funnel) =>
          funnel.visits === 0 ? (
            <Empty text={t('journey.nobody')} />
          ) : (
            <>
              <div class="pair">
                <Panel
                  id="funnel"
                  title={t('journey.funnel')}
                  summary={compared ? t('footfall.against', { days: daysOf(compared) }) : t('journey.funnelHint')}
                >
                  <Funnel funnel={funnel} compared={compared} />
                  <Formula of={['visit', 'zone_visit', 'visit_conversion']} />
                </Panel>
                <WaysOfDays />
              </div>
              <Zones />
            </>
          )
        }
      </Answered>
    </PageFrame>
  );
}
