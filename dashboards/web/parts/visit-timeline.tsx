import type { VisitDetail, VisitItem } from '../../../gateway/http/contract.ts';
import { duration, minuteOf, money } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { clock } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { useWidth } from '../state/use-width.ts';
import { wrapLabel } from './plan-geometry.ts';
import { bandOf, pointOf, type Scale, ticksOf } from './timeline-geometry.ts';
import { itemTitle } from './visits.tsx';

const LANE_PX = 30;
const BAND_PX = 18;
const AXIS_PX = 22;
const TEXT_PX = 12;
/** Narrower drawings have no room for names beside the bands: they stand above them. */
const ROOM_FOR_NAMES_PX = 480;
const NAMES_PX = 150;
const PIXELS_PER_TICK = 76;

type Band = { readonly start: number; readonly end: number | null; readonly look: string; readonly text: string };
interface Lane {
  readonly key: string;
  readonly name: string;
  readonly bands: readonly Band[];
  readonly points: readonly { readonly at: number; readonly look: string }[];
}

const lookOf = ({ outcome }: VisitItem): string => `band-${outcome ?? 'held'}`;

/** A lane for each zone in the order in which it was come to, then one for each item, the offers and the till. */
function lanesOf({ zones, items, offers, receipts }: VisitDetail, until: number): readonly Lane[] {
  const ids = [...new Set(zones.map(({ zone }) => zone))];
  const ofZones = ids.map((id): Lane => {
    const stays = zones.filter(({ zone }) => zone === id);
    const bands = stays.map(({ from, to }) => ({ start: from, end: to, look: 'band-zone', text: duration((to ?? until) - from) }));
    return { key: `zone ${id}`, name: zoneName(id), bands, points: [] };
  });
  const ofItems = [...Map.groupBy(items, ({ epc }) => epc)].map(([epc, held]): Lane => {
    const bands = held.map((item) => ({
      start: item.from,
      end: item.to,
      look: lookOf(item),
      text: t(`outcome.${item.outcome ?? 'held'}`),
    }));
    return { key: `item ${epc}`, name: held[0] ? itemTitle(held[0]) : '', bands, points: [] };
  });
  const shown = offers.flatMap(({ shownAt }) => (shownAt === null ? [] : [{ at: shownAt, look: 'point-offer' }]));
  const paid = receipts.map(({ at }) => ({ at, look: 'point-paid' }));
  const others: Lane[] = [
    { key: 'offers', name: t('visits.lane.offers'), bands: [], points: shown },
    {
      key: 'till',
      name: `${t('visits.lane.till')} ${receipts.map(({ totalMinor }) => money(totalMinor)).join(' + ')}`,
      bands: [],
      points: paid,
    },
  ];
  return [...ofZones, ...ofItems, ...others.filter(({ points }) => points.length > 0)];
}

interface RowProps {
  readonly lane: Lane;
  readonly y: number;
  readonly left: number;
  readonly scale: Scale;
}

function Row({ lane: { name, bands, points }, y, left, scale }: RowProps) {
  const isAbove = left === 0;
  const top = y + (isAbove ? TEXT_PX + 6 : (LANE_PX - BAND_PX) / 2);
  const room = (isAbove ? scale.width : left - 12) / TEXT_PX;
  const [label] = wrapLabel(name, room, 1);
  return (
    <g>
      <text class="lane-name" x={0} y={isAbove ? y + TEXT_PX : y + LANE_PX / 2} dominant-baseline={isAbove ? 'auto' : 'central'}>
        {label}
      </text>
      {bands.map(({ start, end, look, text }) => {
        const { x, width } = bandOf(start, end, scale);
        const isRoomy = width > text.length * TEXT_PX * 0.62 + 10;
        return (
          <g key={start} class={look}>
            <rect x={left + x} y={top} width={width} height={BAND_PX} rx={4} />
            {isRoomy && (
              <text class="band-text" x={left + x + 6} y={top + BAND_PX / 2} dominant-baseline="central">
                {text}
              </text>
            )}
          </g>
        );
      })}
      {points.map(({ at, look }) => (
        <circle key={at} class={look} cx={left + pointOf(at, scale)} cy={top + BAND_PX / 2} r={6} />
      ))}
    </g>
  );
}

/** A visit from left to right: where it was, what it held, what it was shown, when it paid. */
export function VisitTimeline({ visit }: { readonly visit: VisitDetail }) {
  const { place, width } = useWidth(640);
  // Whole minutes: an open visit is not drawn anew each second.
  const until = visit.end ?? Math.max(visit.start, Math.floor(clock.value / 60_000) * 60_000);
  const lanes = lanesOf(visit, until);
  const left = width < ROOM_FOR_NAMES_PX ? 0 : NAMES_PX;
  const laneHeight = left === 0 ? LANE_PX + TEXT_PX + 2 : LANE_PX;
  const ends = [...visit.receipts.map(({ at }) => at), ...visit.items.map(({ to }) => to ?? 0), until];
  const scale: Scale = { from: visit.start, to: Math.max(...ends, visit.start + 60_000), width: width - left - 8 };
  const height = AXIS_PX + lanes.length * laneHeight;
  const label = t('visits.timelineOf', {
    from: minuteOf(visit.start),
    to: minuteOf(until),
    zones: new Set(visit.zones.map(({ zone }) => zone)).size,
    items: visit.items.length,
  });
  return (
    <div ref={place} class="timeline">
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
        {ticksOf(scale.from, scale.to, Math.max(2, scale.width / PIXELS_PER_TICK)).map((at) => {
          const x = left + pointOf(at, scale);
          return (
            <g key={at} class="tick">
              <line x1={x} x2={x} y1={AXIS_PX - 6} y2={height} />
              <text x={x} y={TEXT_PX} text-anchor={x > width - 30 ? 'end' : x < 20 ? 'start' : 'middle'}>
                {minuteOf(at)}
              </text>
            </g>
          );
        })}
        {lanes.map((lane, index) => (
          <Row key={lane.key} lane={lane} y={AXIS_PX + index * laneHeight} left={left} scale={scale} />
        ))}
      </svg>
    </div>
  );
}
