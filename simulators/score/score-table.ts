import type { EventScore } from './events.ts';
import type { Found } from './match.ts';
import type { Score } from './score.ts';

const HEADER = ['', 'truth', 'claimed', 'matched', 'precision', 'recall', 'F1', 'delay'];

/** The score for people: aligned columns, `-` where there is nothing to tell. */
export function formatScore(score: Score): string {
  const rows = [
    HEADER,
    ...Object.entries(score.items.byType).map(([type, events]) => eventRow(type, events)),
    eventRow('unsold-exit alarm', score.alarms),
    eventRow('bulk alarm', score.bulks),
    row('visits', score.visits.visits),
    row('visit-item', score.visits.association),
    row('  with outcome', score.visits.associationWithOutcome),
    row('  by party', score.visits.associationByParty),
  ];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const table = rows.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const figures: readonly (readonly [string, string])[] = [
    ['composite', share(score.composite)],
    ['false alarms per 100 visits', number(score.alarms.falsePer100Visits)],
    ['occupancy error (people)', number(score.occupancyError)],
    ['stock exact', share(score.stockExact)],
    ['Brier', share(score.items.brier)],
  ];
  return [...table, '', ...figures.map(([label, value]) => `${label.padEnd(30)}${value}`)].join('\n');
}

const share = (value: number | null): string => (value === null ? '-' : value.toFixed(3));
const number = (value: number | null): string => (value === null ? '-' : value.toFixed(1));
const eventRow = (label: string, score: EventScore): string[] => [
  ...row(label, score),
  score.medianDelayMs === null ? '-' : `${(score.medianDelayMs / 1_000).toFixed(1)} s`,
];
const row = (label: string, score: Found): string[] => [
  label,
  String(score.truth),
  String(score.claimed),
  String(score.matched),
  share(score.precision),
  share(score.recall),
  share(score.f1),
];
