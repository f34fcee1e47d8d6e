import type { Calibration } from './calibration.ts';
import type { Delays } from './events.ts';
import type { Found } from './match.ts';
import type { CompositePart, Score } from './score.ts';

const HEADER = ['', 'truth', 'claimed', 'matched', 'precision', 'recall', 'F1', 'delay', '9 of 10'];

const PARTS: Readonly<Record<CompositePart, string>> = {
  place: 'place of goods away from home',
  move: 'moves',
  visit: 'visits',
  association: 'association with outcome',
  exit: 'exits',
  alarm: 'alarms',
};

/** The score for people: aligned columns, `-` where there is nothing to tell. */
export function formatScore(score: Score): string {
  const { figures, left } = figuresOf(score);
  return [
    ...aligned([HEADER, ...foundRows(score)]),
    '',
    ...figures.map(([label, value]) => `${label.padEnd(44)}${value}`),
    ...(left.length === 0 ? [] : [`not in the composite, for want of both truth and claims: ${left.join(', ')}`]),
    '',
    'confidence of associations',
    ...aligned(reliabilityRows(score.visits.calibration)),
  ].join('\n');
}

function foundRows({ places, items, suspicion, alarms, bulks, visits, outOfStock, misplaced }: Score): string[][] {
  return [
    ...(places === null ? [] : [row('place away from home', places.away), row('  as it was said', places.awayAsSaid)]),
    ...Object.entries(items.byType).map(([type, events]) => row(type, events, events)),
    ['exit suspected', '', '', '', '', '', '', ...delayCells(suspicion)],
    row('unsold-exit alarm', alarms, alarms),
    row('bulk alarm', bulks, bulks),
    row('visits', visits.visits),
    row('visit-item', visits.association),
    row('  with a card', visits.associationIdentified),
    row('  without', visits.associationAnonymous),
    row('  with outcome', visits.associationWithOutcome),
    row('  by party', visits.associationByParty),
    row('taken home', visits.tookHome),
    row('  by party', visits.partyHome),
    row('out of stock', outOfStock),
    row('misplaced', misplaced),
  ];
}

function figuresOf({ composite, parts, places, alarms, visits, occupancyError, stockExact, items }: Score) {
  const figures: readonly (readonly [string, string])[] = [
    ['composite', share(composite)],
    ['place of goods in hands, right', share(places?.held ?? null)],
    ['visits too many (+) or too few (-)', visits.countError === null ? '-' : `${(100 * visits.countError).toFixed(1)} %`],
    ['cards recognised', share(visits.cardRecall)],
    ['false alarms per 100 visits', number(alarms.falsePer100Visits)],
    ['false alarms per day of 12 h', number(alarms.falsePerDay)],
    ['occupancy error (people)', number(occupancyError)],
    ['stock exact', share(stockExact)],
    ['Brier of associations', share(visits.calibration.brier)],
    ['Brier of item events', share(items.brier)],
    ['association recall at precision .95', share(visits.calibration.recallAtPrecision95)],
  ];
  const left = Object.entries(PARTS).flatMap(([part, label]) => (parts[part as CompositePart] === null ? [label] : []));
  return { figures, left };
}

const reliabilityRows = ({ reliability }: Calibration): string[][] => [
  ['said', 'statements', 'mean', 'right'],
  ...reliability.map(({ from, statements, meanConfidence, right }) => [
    `${from.toFixed(1)}-${(from + 0.1).toFixed(1)}`,
    String(statements),
    share(meanConfidence),
    share(right),
  ]),
];

/** The first column to the left, figures to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const share = (value: number | null): string => (value === null ? '-' : value.toFixed(3));
const number = (value: number | null): string => (value === null ? '-' : value.toFixed(1));
const seconds = (value: number | null): string => (value === null ? '-' : `${(value / 1_000).toFixed(1)} s`);
const delayCells = ({ medianDelayMs, ninthDecileDelayMs }: Delays): string[] => [seconds(medianDelayMs), seconds(ninthDecileDelayMs)];
const row = (label: string, score: Found, delays?: Delays): string[] => [
  label,
  String(score.truth),
  String(score.claimed),
  String(score.matched),
  share(score.precision),
  share(score.recall),
  share(score.f1),
  ...(delays === undefined ? [] : delayCells(delays)),
];
