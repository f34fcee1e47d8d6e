import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTruth } from '../../../simulators/recording.ts';
import { readOutput } from '../../../simulators/score/read-output.ts';
import { type Output, type Score, scoreOutput } from '../../../simulators/score/score.ts';
import { formatScore } from '../../../simulators/score/score-table.ts';
import type { ItemLine, VisitLine } from '../../../simulators/truth/lines.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { preset, runAll, scenario, simulate } from '../support.ts';

const simulation = simulate({
  scenario: scenario('rush-hour', { durationMs: 30 * 60_000 }),
  preset: preset('realistic', { readsPerSecond: 3 }),
});
runAll(simulation);
const truth = simulation.truth();

const emptyOutput: Output = { visits: [], items: [], alerts: [], shelves: [], footfall: [] };

const itemAt = (at: number, change: Partial<ItemLine> = {}): ItemLine => ({
  at,
  emittedAt: at,
  epc: 'A',
  type: 'picked',
  zone: 'tea',
  confidence: 1,
  ...change,
});
const visitAt = (visit: string, start: number, end: number, epcs: readonly string[] = []): VisitLine => ({
  visit,
  start,
  end,
  visitor: null,
  party: 1,
  zones: [],
  items: epcs.map((epc) => ({ epc, from: start, to: end, outcome: 'bought', confidence: 1 })),
});
const scoreItems = (real: readonly ItemLine[], said: readonly ItemLine[]) =>
  scoreOutput({ ...emptyOutput, items: real }, { ...emptyOutput, items: said }).items;
const scoreVisits = (real: readonly VisitLine[], said: readonly VisitLine[]) =>
  scoreOutput({ ...emptyOutput, visits: real }, { ...emptyOutput, visits: said }).visits;

describe('scoring a real truth', () => {
  const perfect = scoreOutput(truth, truth);

  it('gives 1 for the truth itself, with no delay and no error', () => {
    for (const figure of f1s(perfect)) expect(figure).toBe(1);
    expect(perfect.composite).toBe(1);
    expect(perfect.items.brier).toBe(0);
    expect(perfect.occupancyError).toBe(0);
    expect(perfect.stockExact).toBe(1);
    expect(perfect.alarms.falsePer100Visits).toBe(0);
    expect(perfect.items.byType.picked?.medianDelayMs).toBe(0);
  });

  it('gives 0 for an output that says nothing, and never fails on it', () => {
    const nothing = scoreOutput(truth, emptyOutput);
    for (const figure of f1s(nothing)) expect(figure).toBe(0);
    expect(nothing.stockExact).toBe(0);
    expect(nothing.occupancyError).toBeGreaterThan(0);
    expect(nothing.items.byType.picked?.precision).toBeNull();
  });

  it('falls in recall, not in precision, when events are left out', () => {
    const half = scoreOutput(truth, { ...truth, items: truth.items.filter((_, index) => index % 2 === 0) });
    expect(half.items.byType.picked?.precision).toBe(1);
    expect(half.items.byType.picked?.recall).toBeLessThan(0.8);
  });

  it('falls when events are shifted by more than the tolerance', () => {
    const late = truth.items.map((line) => ({ ...line, at: line.at + 60_000, emittedAt: line.emittedAt + 60_000 }));
    expect(scoreOutput(truth, { ...truth, items: late }).items.byType.exited?.f1).toBe(0);
    const slightly = truth.items.map((line) => ({ ...line, at: line.at + 5_000, emittedAt: line.emittedAt + 7_000 }));
    const score = scoreOutput(truth, { ...truth, items: slightly }).items.byType.exited;
    expect(score?.f1).toBe(1);
    expect(score?.medianDelayMs).toBe(7_000);
  });

  it('falls in stock and occupancy when levels are wrong', () => {
    const shelves = truth.shelves.map((line) => ({ ...line, onShelf: line.onShelf + (line.section === 'tea-oolong' ? 1 : 0) }));
    const footfall = truth.footfall.map((line) => (line.type === 'occupancy' ? { ...line, people: line.people + 2 } : line));
    const score = scoreOutput(truth, { ...truth, shelves, footfall });
    expect(score.stockExact).toBeLessThan(1);
    expect(score.stockExact).toBeGreaterThan(0.8);
    expect(score.occupancyError).toBe(2);
  });

  it('is printed as an aligned table', () => {
    const lines = formatScore(perfect).split('\n');
    expect(lines[0]).toContain('precision');
    const table = lines.slice(1, lines.indexOf(''));
    expect(new Set(table.map((line) => line.indexOf('1.000'))).size).toBeLessThanOrEqual(2);
    expect(lines.some((line) => /^composite\s+1\.000$/.test(line))).toBe(true);
  });
});

describe('matching events', () => {
  it('uses each claim once: saying it twice is one hit and one false claim', () => {
    const score = scoreItems([itemAt(1_000)], [itemAt(1_000), itemAt(2_000)]).byType.picked;
    expect(score).toMatchObject({ truth: 1, claimed: 2, matched: 1, precision: 0.5, recall: 1 });
  });

  it('takes the nearest of two claims', () => {
    const score = scoreItems([itemAt(10_000)], [itemAt(0, { emittedAt: 90_000 }), itemAt(11_000)]).byType.picked;
    expect(score?.medianDelayMs).toBe(1_000);
  });

  it('wants the zone of a move but not of a pick', () => {
    const move = itemAt(0, { type: 'moved' });
    expect(scoreItems([move], [{ ...move, zone: 'gifts' }]).byType.moved?.matched).toBe(0);
    expect(scoreItems([itemAt(0)], [itemAt(0, { zone: 'gifts' })]).byType.picked?.matched).toBe(1);
  });

  it('holds a move to 30 s and a pick to 20 s', () => {
    const move = itemAt(0, { type: 'moved' });
    expect(scoreItems([move], [{ ...move, at: 30_000 }]).byType.moved?.matched).toBe(1);
    expect(scoreItems([itemAt(0)], [itemAt(30_000)]).byType.picked?.matched).toBe(0);
    expect(scoreItems([itemAt(0)], [itemAt(20_000)]).byType.picked?.matched).toBe(1);
  });

  it('squares the error of the confidence: a wrong claim of 0.8 costs 0.64, a right one 0.04', () => {
    const claims = [itemAt(0, { confidence: 0.8 }), itemAt(0, { epc: 'B', confidence: 0.8 })];
    expect(scoreItems([itemAt(0)], claims).brier).toBeCloseTo((0.04 + 0.64) / 2);
  });
});

describe('matching visits', () => {
  it('takes visits for the same from half of their united time on', () => {
    expect(scoreVisits([visitAt('t', 0, 100_000)], [visitAt('c', 0, 50_000)]).visits.matched).toBe(1);
    expect(scoreVisits([visitAt('t', 0, 100_000)], [visitAt('c', 0, 49_000)]).visits.matched).toBe(0);
  });

  it('credits an item only to the visit that had it', () => {
    const real = [visitAt('t1', 0, 100_000, ['A']), visitAt('t2', 200_000, 300_000, ['B'])];
    const swapped = [visitAt('c1', 0, 100_000, ['B']), visitAt('c2', 200_000, 300_000, ['A'])];
    expect(scoreVisits(real, real).association.f1).toBe(1);
    expect(scoreVisits(real, swapped).association.f1).toBe(0);
  });

  it('lets several claimed visits stand for the members of one party', () => {
    const real = [visitAt('t', 0, 100_000, ['A', 'B'])];
    const split = [visitAt('c1', 0, 100_000, ['A']), visitAt('c2', 2_000, 101_000, ['B'])];
    const score = scoreVisits(real, split);
    expect(score.association.recall).toBe(0.5);
    expect(score.associationByParty.f1).toBe(1);
  });

  it('wants the outcome too where it is asked for', () => {
    const real = [visitAt('t', 0, 100_000, ['A'])];
    const said = real.map((visit) => ({ ...visit, items: visit.items.map((item) => ({ ...item, outcome: 'taken' as const })) }));
    expect(scoreVisits(real, said).association.f1).toBe(1);
    expect(scoreVisits(real, said).associationWithOutcome.f1).toBe(0);
  });
});

describe('reading an output folder', () => {
  it('reads back what was written', async () => {
    const folder = temporaryFolder();
    await writeTruth(truth, folder, { seed: 7 });
    const { output, bad } = readOutput(folder);
    expect(bad).toEqual([]);
    expect(scoreOutput(truth, output).composite).toBe(1);
    expect(JSON.parse(readFileSync(join(folder, 'kpis.json'), 'utf8'))).toEqual(truth.kpis);
    expect(JSON.parse(readFileSync(join(folder, 'parameters.json'), 'utf8'))).toEqual({ seed: 7 });
  });

  it('names bad lines by file and number, and goes on with the others', async () => {
    const folder = temporaryFolder();
    await writeTruth(truth, folder, {});
    writeFileSync(join(folder, 'items.ndjson'), '{"at":1,"emittedAt":2,"epc":"A","type":"picked","zone":"tea","confidence":1}\nno json\n');
    appendFileSync(join(folder, 'items.ndjson'), '{"at":"noon"}\n');
    rmSync(join(folder, 'alerts.ndjson'));
    const { output, bad } = readOutput(folder);
    expect(output.items).toHaveLength(1);
    expect(bad).toHaveLength(3);
    expect(bad[0]).toMatch(/items\.ndjson:2: not JSON/);
    expect(bad[1]).toMatch(/items\.ndjson:3: .*at: /);
    expect(bad[2]).toMatch(/alerts\.ndjson: missing/);
  });
});

function f1s(score: Score): (number | null | undefined)[] {
  const { picked, put, moved, sold, exited } = score.items.byType;
  const { visits, association, associationWithOutcome, associationByParty } = score.visits;
  return [picked, put, moved, sold, exited, visits, association, associationWithOutcome, associationByParty, score.alarms].map(
    (found) => found?.f1,
  );
}
