import type { StoreView } from '../../../gateway/http/contract.ts';
import { coloursOf } from '../charts/colours.ts';
import { pick, t } from '../i18n/translate.ts';
import { savePicture } from '../state/download.ts';
import { pictureOfDrawing } from '../state/drawing.ts';
import { type Heat, levelOf, type Steps } from '../state/heat.ts';
import { useWidth } from '../state/use-width.ts';
import { boxOf, wrapLabel } from './plan-geometry.ts';

const TEXT_PX = 12;

interface ZoneProps {
  readonly zone: StoreView['zones'][number];
  readonly value: string;
  readonly level: number;
  /** Height of a line of text in plan units. */
  readonly unit: number;
  readonly isSelected: boolean;
  readonly select: () => void;
}

/** One zone with its colour, its name and its value in figures: the colour only repeats what the figure says. */
function ZoneHeat({ zone, value, level, unit, isSelected, select }: ZoneProps) {
  const box = boxOf(zone.polygon);
  // As large as the zone is wide enough for.
  const valueSize = Math.min(unit * 1.25, (box.width - unit * 0.8) / (0.66 * value.length));
  const lines = wrapLabel(pick(zone.name, zone.id), (box.width - unit) / unit, box.height > unit * 5 ? 2 : 1);
  return (
    <g class={`plan-zone level-${level}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: an HTML button cannot stand inside SVG */}
      <polygon
        points={zone.polygon.map((point) => point.join(',')).join(' ')}
        role="button"
        tabindex={0}
        aria-pressed={isSelected}
        aria-label={`${pick(zone.name, zone.id)}: ${value}`}
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
        <text class="heat-value" x={box.x + unit * 0.6} y={box.y + box.height - unit * 0.7} font-size={valueSize}>
          {value}
        </text>
      </g>
    </g>
  );
}

interface PlanProps {
  /** Names its picture. */
  readonly name: string;
  readonly store: StoreView;
  readonly heat: Heat;
  readonly steps: Steps;
  readonly write: (value: number) => string;
  readonly selected: string | undefined;
  readonly select: (zone: string) => void;
}

/** The shop from above, each zone in the colour of its value. */
export function HeatPlan({ name, store: { plan, zones }, heat, steps, write, selected, select }: PlanProps) {
  const { place, width } = useWidth(600);
  const unit = (TEXT_PX * plan.width) / width;
  const drawn = zones.filter(({ polygon }) => polygon.length >= 3);
  const save = async () => {
    const drawing = place.current?.querySelector('svg');
    if (drawing && place.current) savePicture(name, await pictureOfDrawing(drawing, coloursOf(place.current).paper));
  };
  return (
    <div ref={place}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of zones, not a form's fieldset */}
      <svg class="plan" viewBox={`0 0 ${plan.width} ${plan.height}`} role="group" aria-label={t('plan.title')}>
        {plan.picture && <image href={plan.picture} width={plan.width} height={plan.height} preserveAspectRatio="xMidYMid slice" />}
        {drawn.map((zone) => {
          const value = heat.get(zone.id) ?? null;
          return (
            <ZoneHeat
              key={zone.id}
              zone={zone}
              value={value === null ? '–' : write(value)}
              level={levelOf(value, steps)}
              unit={unit}
              isSelected={selected === zone.id}
              select={() => select(zone.id)}
            />
          );
        })}
      </svg>
      <div class="plan-tools">
        <button type="button" class="button-quiet" aria-label={t('chart.pngOf', { what: t('plan.title') })} onClick={() => void save()}>
          PNG
        </button>
      </div>
    </div>
  );
}

/** What each colour stands for. */
export function HeatLegend({
  meaning,
  steps,
  write,
  hint,
}: {
  meaning: string;
  steps: Steps;
  write: (value: number) => string;
  hint: string;
}) {
  const [low, high] = steps.bounds.map(write);
  const labels = [t('floor.none'), t('floor.upTo', { value: low ?? '' }), t('floor.upTo', { value: high ?? '' })];
  const all = steps.highest === 0 ? labels.slice(0, 1) : [...labels, t('floor.above', { value: high ?? '' })];
  return (
    <div class="plan-legend">
      <span>{meaning}</span>
      <ul>
        {all.map((label, level) => (
          <li key={label}>
            <span class={`swatch level-${level}`} aria-hidden="true" />
            {label}
          </li>
        ))}
      </ul>
      <span>{hint}</span>
    </div>
  );
}
