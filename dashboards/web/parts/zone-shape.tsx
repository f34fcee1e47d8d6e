import { number } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { ICON_PATHS } from './icon.tsx';
import { type Box, boxOf, wrapLabel } from './plan-geometry.ts';
import type { ZonePicture } from './zone-details.tsx';

/** Steps of the colour scale, in people; absolute, so that the same colour means the same crowd on every day. */
export const LEVELS = ['0', '1', '2–3', '4+'] as const;
const levelOf = (people: number): number => (people <= 0 ? 0 : people < 2 ? 1 : people < 4 ? 2 : 3);
/** More people than this are a number beside one dot. */
const MOST_DOTS = 5;
/** Narrower zones, in lines of text, have no room for people and items side by side: people matter more. */
const ROOM_FOR_ITEMS = 5;

/** The zone in words, for those who do not see the drawing. */
function describe({ zone, now, out, low }: ZonePicture): string {
  const parts = [pick(zone.name, zone.id), t('plan.people', { n: now.people }), t('plan.tags', { n: now.tags })];
  if (out > 0) parts.push(t('plan.out', { n: out }));
  if (low > 0) parts.push(t('plan.low', { n: low }));
  return parts.join(', ');
}

interface MarkProps {
  readonly box: Box;
  /** Height of a line of text in plan units. */
  readonly unit: number;
}

function People({ people, box, unit }: MarkProps & { readonly people: number }) {
  const whole = Math.round(people);
  const radius = unit * 0.42;
  const x = box.x + unit * 0.6 + radius;
  const y = box.y + box.height - unit * 0.95;
  if (whole <= 0) return null;
  const dots = whole > MOST_DOTS ? 1 : whole;
  return (
    <g class="plan-people">
      {Array.from({ length: dots }, (_, index) => (
        <circle key={`person-${index + 1}`} cx={x + index * radius * 2.5} cy={y} r={radius} />
      ))}
      {whole > MOST_DOTS && (
        <text x={x + radius * 1.8} y={y} dominant-baseline="central" font-size={unit * 1.1}>
          {number(whole)}
        </text>
      )}
    </g>
  );
}

function Items({ tags, box, unit }: MarkProps & { readonly tags: number }) {
  if (tags <= 0) return null;
  const text = number(tags);
  const right = box.x + box.width - unit * 0.55;
  const baseline = box.y + box.height - unit * 0.6;
  const iconX = right - text.length * unit * 0.56 - unit * 1.15;
  return (
    <g class="plan-tags">
      <path d={ICON_PATHS.tag} transform={`translate(${iconX} ${baseline - unit * 0.78}) scale(${(unit * 0.9) / 16})`} />
      <text x={right} y={baseline} font-size={unit * 0.92} text-anchor="end">
        {text}
      </text>
    </g>
  );
}

function Gaps({ out, low, box, unit }: MarkProps & { readonly out: number; readonly low: number }) {
  if (out + low <= 0) return null;
  const right = box.x + box.width - unit * 0.4;
  return (
    <g class={out > 0 ? 'plan-gap is-out' : 'plan-gap'}>
      <rect x={right - unit * 1.5} y={box.y + unit * 0.4} width={unit * 1.5} height={unit * 1.3} rx={unit * 0.35} />
      <text x={right - unit * 0.75} y={box.y + unit * 1.08} font-size={unit * 0.92} text-anchor="middle" dominant-baseline="central">
        {number(out + low)}
      </text>
    </g>
  );
}

interface ZoneShapeProps {
  readonly picture: ZonePicture;
  readonly unit: number;
  readonly isSelected: boolean;
  readonly select: () => void;
}

/** One zone on the plan: colour and dots for people, a number for items, a mark for gaps on its shelves. Works as a button. */
export function ZoneShape({ picture, unit, isSelected, select }: ZoneShapeProps) {
  const { zone, now, out, low } = picture;
  const box = boxOf(zone.polygon);
  const forGaps = out + low > 0 ? unit * 1.8 : 0;
  const lines = wrapLabel(pick(zone.name, zone.id), (box.width - unit - forGaps) / unit, box.height > unit * 5 ? 2 : 1);
  return (
    <g class={`plan-zone level-${levelOf(now.people)}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: an HTML button cannot stand inside SVG */}
      <polygon
        points={zone.polygon.map((point) => point.join(',')).join(' ')}
        role="button"
        tabindex={0}
        aria-pressed={isSelected}
        aria-label={describe(picture)}
        data-zone={zone.id}
        onClick={select}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          select();
        }}
      />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a plain group cannot be focused; the button's label says all of this */}
      <g class="plan-marks" aria-hidden="true">
        {lines.map((line, index) => (
          <text key={line} class="plan-name" x={box.x + unit * 0.6} y={box.y + unit * (1.35 + index * 1.15)} font-size={unit}>
            {line}
          </text>
        ))}
        <People people={now.people} box={box} unit={unit} />
        {(now.people <= 0 || box.width > unit * ROOM_FOR_ITEMS) && <Items tags={now.tags} box={box} unit={unit} />}
        <Gaps out={out} low={low} box={box} unit={unit} />
      </g>
    </g>
  );
}
