import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTruth } from '../../../simulators/recording.ts';
import { readOutput } from '../../../simulators/score/read-output.ts';
import { type Output, type Score, scoreOutput } from '../../../simulators/score/score.ts';
import { formatScore } from '../../../simulators/score/score-table.ts';
import type { AlertLine, ItemLine, ShelfLine, VisitLine } from '../../../simulators/truth/lines.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { preset, runAll, scenario, simulate } from '../support.ts';

const simulation = simulate({
  scenario: scenario('rush-hour', { durationMs: 30 * 60_000 }),
  preset: preset('realistic', { readsPerSecond: 3 }),
});
runAll(simulation);
// Who walks through a zone moves nothing by the items' lines, but is somewhere: places are judged in a test of their own.
const truth = { ...simulation.truth(), places: [] };

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

  it('never loses by party what is right one to one, when people come close behind each other', () => {
    // c2 lies nearer to t1 than to t2, but t1 has its pair.
    const real = [visitAt('t1', 0, 100_000, ['A']), visitAt('t2', 40_000, 140_000, ['B'])];
    const said = [visitAt('c1', 0, 100_000, ['A']), visitAt('c2', 15_000, 120_000, ['B'])];
    const score = scoreVisits(real, said);
    expect(score.association.f1).toBe(1);
    expect(score.associationByParty.f1).toBe(1);
  });

  it('wants the outcome too where it is asked for', () => {
    const real = [visitAt('t', 0, 100_000, ['A'])];
    const said = real.map((visit) => ({ ...visit, items: visit.items.map((item) => ({ ...item, outcome: 'taken' as const })) }));
    expect(scoreVisits(real, said).association.f1).toBe(1);
    expect(scoreVisits(real, said).associationWithOutcome.f1).toBe(0);
  });
});

describe('figures beside the matches', () => {
  const member = (visit: VisitLine, visitor: string | null): VisitLine => ({ ...visit, visitor });
  const three = [0, 200_000, 400_000].map((start, index) =>
    visitAt(`t${index}`, start, start + 100_000, ['A', 'B', 'C'].slice(index, index + 1)),
  );

  it('counts visits too many and too few against the true number', () => {
    expect(scoreVisits(three, three.slice(1)).countError).toBeCloseTo(-1 / 3);
    expect(scoreVisits(three, [...three, visitAt('x', 900_000, 950_000)]).countError).toBeCloseTo(1 / 3);
    expect(scoreVisits([], three).countError).toBeNull();
  });

  it('recognises a card when its visits are identified as one and the same', () => {
    const real = three.map((visit, index) => member(visit, index === 1 ? 'member-2' : 'member-1'));
    const names = ['p', 'q', 'p'];
    expect(
      scoreVisits(
        real,
        real.map((visit, index) => member(visit, names[index] ?? null)),
      ).cardRecall,
    ).toBe(1);
    expect(
      scoreVisits(
        real,
        real.map((visit) => member(visit, 'always-the-same')),
      ).cardRecall,
    ).toBeCloseTo(2 / 3);
    expect(
      scoreVisits(
        real,
        real.map((visit, index) => member(visit, index === 0 ? 'p' : null)),
      ).cardRecall,
    ).toBeCloseTo(1 / 3);
    expect(scoreVisits(three, three).cardRecall).toBeNull();
  });

  it('tells association with a card from that without', () => {
    const real = three.map((visit, index) => member(visit, index === 0 ? 'member-1' : null));
    const said = [real[0], member(visitAt('c1', 200_000, 300_000, ['Z']), null), real[2]].filter((visit) => visit !== undefined);
    const score = scoreVisits(real, said);
    expect(score.associationIdentified.f1).toBe(1);
    expect(score.associationAnonymous).toMatchObject({ truth: 2, claimed: 2, matched: 1 });
  });

  it('looks only at what left the shop for what was taken home', () => {
    const real = [visitAt('t', 0, 100_000, ['A', 'B'])];
    const said = real.map((visit) => ({
      ...visit,
      items: visit.items.map((item) => ({ ...item, outcome: item.epc === 'A' ? ('taken' as const) : ('returned' as const) })),
    }));
    expect(scoreVisits(real, said).tookHome).toMatchObject({ truth: 2, claimed: 1, matched: 1 });
    expect(scoreVisits(real, said).partyHome.recall).toBe(0.5);
  });

  it('takes a short touch that went nowhere for no custody', () => {
    const touch = visitAt('t', 0, 100_000).visit;
    const item = { epc: 'A', from: 0, to: 29_000, outcome: 'returned' as const, confidence: 1 };
    const visit = { ...visitAt(touch, 0, 100_000), items: [item] };
    expect(scoreVisits([visit], [visit]).association.truth).toBe(0);
    expect(scoreVisits([visit], [{ ...visit, items: [{ ...item, to: 30_000 }] }]).association.claimed).toBe(1);
  });

  it('counts as false alarm only what accuses, per visits and per day', () => {
    const alert = (type: string): AlertLine => ({
      ...{ at: 1_000, emittedAt: 3_000, type, zone: 'door', epc: 'A', visit: null },
      ...{ severity: 'critical', confidence: 1, evidence: [] },
    });
    const truth = { ...emptyOutput, visits: three, items: [itemAt(1_000, { type: 'exited' })], span: [0, 6 * 3_600_000] as const };
    const score = scoreOutput(truth, { ...emptyOutput, alerts: [alert('exit-suspected'), alert('unsold-exit')] });
    expect(score.alarms).toMatchObject({ claimed: 1, matched: 0, falsePerDay: 2 });
    expect(score.alarms.falsePer100Visits).toBeCloseTo(100 / 3);
    expect(score.suspicion.medianDelayMs).toBe(2_000);
  });

  it('finds facings that are out of stock and goods in the wrong section, minute by minute', () => {
    const shelf = (at: number, onShelf: number, misplaced = 0): ShelfLine => ({
      ...{ at, emittedAt: at, shelf: 's', section: 'tea', sku: 'T', onShelf, misplaced },
    });
    const minute = 60_000;
    const real = [shelf(0, 3), shelf(4 * minute, 0, 1), shelf(9 * minute, 0, 1)];
    const said = [shelf(0, 3), shelf(6 * minute, 0, 2)];
    const score = scoreOutput({ ...emptyOutput, shelves: real }, { ...emptyOutput, shelves: said });
    expect(score.outOfStock).toMatchObject({ truth: 6, claimed: 4, matched: 4 });
    expect(score.misplaced).toMatchObject({ truth: 6, claimed: 8, matched: 4 });
    expect(score.stockExact).toBe(0.8);
    const inWords = [{ ...shelf(0, 3), state: 'out' }];
    expect(scoreOutput({ ...emptyOutput, shelves: real }, { ...emptyOutput, shelves: inWords }).outOfStock.claimed).toBe(10);
  });

  it('leaves out of the composite what neither side has, and says so', () => {
    const score = scoreOutput({ ...emptyOutput, visits: three }, { ...emptyOutput, visits: three });
    expect(score.parts).toEqual({ place: null, move: null, visit: 1, association: 1, exit: null, alarm: null });
    expect(score.composite).toBe(1);
    expect(formatScore(score)).toContain('for want of both truth and claims: place of goods away from home, moves, exits, alarms');
  });

  it('counts a part that was only claimed as 0', () => {
    expect(scoreOutput(emptyOutput, { ...emptyOutput, visits: three }).parts.visit).toBe(0);
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

  it('reads where things truly were, and how long it was watched, where a truth says so', async () => {
    const folder = temporaryFolder();
    await writeTruth(truth, folder, { startAt: 1_000, scenario: { durationMs: 5_000 } });
    const before = readOutput(folder);
    expect(before.output.span).toEqual([1_000, 6_000]);
    expect(scoreOutput(before.output, emptyOutput).hours).toBeCloseTo(5 / 3_600);
    writeFileSync(
      join(folder, 'places.ndjson'),
      '{"at":1000,"epc":"A","zone":"tea","held":false}\n{"at":2000,"epc":"A","zone":null,"held":true}\n',
    );
    expect(readOutput(folder).output.places).toHaveLength(2);
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
