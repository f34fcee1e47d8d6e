import { describe, expect, test } from 'vitest';
import { createFloorPlan } from '../../../gateway/domain/floor-plan.ts';
import { cellsOf, listCells } from '../../../gateway/domain/tags/cells.ts';
import { ANTENNAS_KEPT, keepInMind, readEvidence } from '../../../gateway/domain/tags/fingerprint.ts';
import { createRadioGroups } from '../../../gateway/domain/tags/radio-groups.ts';
import { Tag } from '../../../gateway/domain/tags/tag.ts';
import { epc, shopOf } from '../support.ts';

/** A tag that many antennas hear, the first of them most often, each 2 dB fainter than the one before. */
const heardBy = (antennas: number): Tag => {
  const tag = new Tag(1, epc(1), null, null);
  const cells = Array.from({ length: antennas }, (_, antenna) => ({
    ...{ antenna, reads: antenna === 0 ? 90 : 10, at: 0, pending: 0, mean: -50 - 2 * antenna },
  }));
  return Object.assign(tag, { cells: cellsOf(cells), primary: 0, fingerprintReads: 200, exposure: 600_000 });
};
const antennasOf = (tag: Tag) => listCells(tag.cells).map(({ antenna }) => antenna);

describe('a tag that more antennas hear than are kept', () => {
  const faintest = ANTENNAS_KEPT - 1;

  test('keeps a near one in place of the faintest, and then the next', () => {
    const tag = heardBy(ANTENNAS_KEPT);
    keepInMind(tag, 40, -46, 1_000);
    keepInMind(tag, 41, -46, 1_000);
    expect(antennasOf(tag)).toEqual([...Array.from({ length: faintest - 1 }, (_, n) => n), 41, 40]);
  });

  test('has no place for one that is hardly louder than the faintest', () => {
    const tag = heardBy(ANTENNAS_KEPT);
    keepInMind(tag, 40, -70, 1_000);
    expect(antennasOf(tag)).not.toContain(40);
  });

  test('gives the place of a stray that was hardly ever heard to one that is no fainter', () => {
    const tag = heardBy(ANTENNAS_KEPT - 1);
    keepInMind(tag, 40, -75, 1_000);
    keepInMind(tag, 41, -78, 2_000);
    expect(antennasOf(tag)).toContain(40);
    keepInMind(tag, 42, -74, 3_000);
    expect(antennasOf(tag)).toContain(42);
    expect(antennasOf(tag)).not.toContain(40);
  });

  test('is no more on its way for being heard by one that is not kept', () => {
    const plan = createFloorPlan(shopOf());
    const antenna = plan.antennas[0];
    if (antenna === undefined) throw new Error('the shop has antennas');
    const groups = createRadioGroups(plan.sections.size + plan.shop.zones.length + 1, { commonMode: true, sectionPrior: true });
    const evidence = (antennas: number) => {
      const tag = heardBy(antennas);
      // None of the antennas that it knows is one of the shop's: this read is by one that is new to it.
      tag.cells = cellsOf(listCells(tag.cells).map((cell) => ({ ...cell, antenna: 100 + cell.antenna })));
      return readEvidence(tag, antenna, -66, 1_000, groups, -60);
    };
    expect(evidence(ANTENNAS_KEPT)).toBeCloseTo(evidence(ANTENNAS_KEPT - 1) - Math.log(1 + 200 / 30), 5);
  });
});
