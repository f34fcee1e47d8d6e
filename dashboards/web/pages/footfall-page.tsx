import type { FootfallSpanView } from '../../../gateway/http/contract-footfall.ts';
import { dateOf, dateTimeOf, number, weekdayName } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Chart } from '../parts/chart.tsx';
import { Figure } from '../parts/figure.tsx';
import { GroupPicker } from '../parts/group-picker.tsx';
import { Answered, daysOf, PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import type { Range } from '../state/dates.ts';
import { inGroups, sumOfDays } from '../state/day-groups.ts';
import { grouping, groupName } from '../state/grouping.ts';
import { store } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { comparedRange, range } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';

const byDay = () => import('../charts/people-by-day.ts');
const weekGrid = () => import('../charts/week-grid.ts');

const pathFor = ({ from, to }: Range): string => `/insight/footfall?from=${from}&to=${to}`;

interface Seen {
  readonly span: FootfallSpanView;
  readonly compared: FootfallSpanView | null;
}

/** When it was, and how many there may be. */
function peakSub(at: number): string {
  const limit = store.value?.occupancyLimit ?? null;
  return limit === null ? dateTimeOf(at) : `${dateTimeOf(at)} · ${t('kpi.people.limit', { n: limit })}`;
}

function Figures({ span, compared }: Seen) {
  const busiest = span.days.toSorted((a, b) => b.in - a.in)[0];
  return (
    <section class="figures" aria-label={t('footfall.figures')}>
      <Figure
        id="in"
        label={t('footfall.entries')}
        value={number(span.in)}
        now={span.in}
        before={compared?.in ?? null}
        of={['traffic_in']}
      />
      <Figure
        id="out"
        label={t('footfall.exits')}
        value={number(span.out)}
        now={span.out}
        before={compared?.out ?? null}
        of={['traffic_out']}
      />
      <Figure
        id="peak"
        label={t('footfall.peak')}
        value={span.peak ? number(span.peak.people) : '–'}
        {...(span.peak ? { sub: peakSub(span.peak.at), now: span.peak.people } : {})}
        before={compared?.peak?.people ?? null}
        of={['occupancy']}
      />
      {busiest && span.days.length > 1 && (
        <Figure
          id="busiest"
          label={t('footfall.busiest')}
          value={dateOf(busiest.date)}
          sub={t('footfall.people', { n: busiest.in })}
          of={['traffic_in']}
        />
      )}
    </section>
  );
}

type Day = FootfallSpanView['days'][number];
const together = (a: Day, b: Day): Day => ({ ...sumOfDays(a, b), peak: Math.max(a.peak, b.peak) });

function Days({ span, compared }: Seen) {
  const by = t(`range.group.${grouping.value}`);
  const days = inGroups(span.days, grouping.value, together);
  const others = compared && inGroups(compared.days, grouping.value, together, span.days);
  const head = [t('footfall.day'), t('footfall.in'), t('footfall.out'), t('footfall.peak')];
  const rows = days.map((day, i) => [groupName(day.date), day.in, day.out, day.peak, ...(others ? [others[i]?.in ?? null] : [])]);
  return (
    <Panel id="days" title={by} summary={compared ? t('footfall.against', { days: daysOf(compared) }) : undefined}>
      <Chart
        id="footfall-days"
        label={by}
        data={{ days, compared: others }}
        load={byDay}
        sheet={{ head: compared ? [...head, t('footfall.compared')] : head, rows }}
      />
    </Panel>
  );
}

const LEAST_HOURS = 8;

/** Mean of the people who came in such an hour, over the weekdays that the range has. */
function Week({ span }: Seen) {
  const cells = span.hours.map(({ weekday, hour, in: people, days }) => ({ weekday, hour, value: people / Math.max(1, days) }));
  const shown = cells.map(({ hour }) => hour);
  const first = Math.min(...shown);
  // A day that has only begun: an hour keeps the width of an hour.
  const begin = Math.min(first, 24 - LEAST_HOURS);
  const hours = Array.from({ length: Math.max(LEAST_HOURS, Math.max(...shown) - begin + 1) }, (_, i) => begin + i);
  const rows = cells.map(({ weekday, hour, value }) => [weekdayName(weekday), `${hour}:00`, Math.round(value * 10) / 10]);
  return (
    <Panel id="week" title={t('footfall.week')} summary={t('footfall.weekHint')}>
      <Chart
        id="footfall-week"
        label={t('footfall.week')}
        data={{ hours, cells }}
        load={weekGrid}
        sheet={{ head: [t('footfall.weekday'), t('footfall.hour'), t('footfall.mean')], rows }}
        size="tall"
      />
    </Panel>
  );
}

function Doors({ span }: Seen) {
  const most = Math.max(1, ...span.doors.map((door) => door.in));
  return (
    <Panel id="doors" title={t('footfall.doors')}>
      <ul class="door-list">
        {span.doors.map((door) => (
          <li key={door.zone}>
            <span>{zoneName(door.zone)}</span>
            <meter min={0} max={most} value={door.in} aria-label={zoneName(door.zone)} />
            <span class="muted">{t('footfall.summary', { in: door.in, out: door.out })}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** How many people came, when, and by which door. */
export function FootfallPage() {
  const known = useAnswer<FootfallSpanView>(pathFor(range.value));
  const other = comparedRange.value;
  const compared = useAnswer<FootfallSpanView>(other && pathFor(other)).value;
  return (
    <PageFrame id="footfall" title={t('nav.footfall')} tools={<GroupPicker />}>
      <Answered known={known}>
        {(span) =>
          span.hours.length === 0 ? (
            <Empty text={t('footfall.nobody')} />
          ) : (
            <>
              <Figures span={span} compared={compared} />
              <Days span={span} compared={compared} />
              <div class="pair">
                <Week span={span} compared={compared} />
                <Doors span={span} compared={compared} />
              </div>
            </>
          )
        }
      </Answered>
    </PageFrame>
  );
}
