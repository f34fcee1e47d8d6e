import { describe, expect, it } from 'vitest';
import { type Output, scoreOutput } from '../../../simulators/score/score.ts';
import type { ItemLine, VisitLine } from '../../../simulators/truth/lines.ts';
import { accuracyDocument, stampLine } from '../../../tools/accuracy/document.ts';
import type { Judged } from '../../../tools/accuracy/judge.ts';
import { comparisonTable, groupsOf, shortcomings } from '../../../tools/accuracy/report.ts';

const exit = (epc: string): ItemLine => ({ at: 60_000, emittedAt: 66_000, epc, type: 'exited', zone: 'door', confidence: 1 });
const visit: VisitLine = { visit: 'v', start: 0, end: 60_000, visitor: null, party: 1, zones: [], items: [] };
const output = (...epcs: string[]): Output => ({ visits: [visit], items: epcs.map(exit), alerts: [], shelves: [], footfall: [] });
const scoreOf = (...epcs: string[]) => scoreOutput(output('A', 'B'), output(...epcs));
const run = (seed: number, own: readonly string[], rival: readonly string[]): Judged => ({
  ...{ layout: 'concept', shopSeed: 1, preset: 'easy', seed },
  gateway: { score: scoreOf(...own), reads: 1_000, seconds: 2 },
  rivals: { simple: scoreOf(...rival) },
  ablations: {},
});

describe('the report', () => {
  it('sets the mean of the gateway beside its target and its rivals', () => {
    const [group] = groupsOf([run(31, ['A', 'B'], ['A']), run(32, ['A'], ['A'])]);
    const table = group === undefined ? '' : comparisonTable(group);
    // Recall of 1 and of a half; the rival half both times.
    expect(table).toMatch(/\| exit recall +\| +0\.750 \| +0\.985 ✗ \| +0\.500 \|/);
    expect(table).toMatch(/\| exit precision +\| +1\.000 \| +0\.995 \|/);
  });

  it('says what is missed, and who leads where nobody may', () => {
    const [group] = groupsOf([run(31, ['A'], ['A', 'B'])]);
    const missed = group === undefined ? [] : shortcomings(group);
    expect(missed).toContain('exit recall 0.500, target 0.985');
    expect(missed).toContain('exit F1: simple is better, 1.000');
    expect(missed.some((sentence) => sentence.startsWith('visit'))).toBe(false);
  });

  it('knows no targets for other layouts', () => {
    const [group] = groupsOf([{ ...run(41, ['A'], ['A']), layout: 'fashion' }]);
    expect(group === undefined ? null : shortcomings(group)).toEqual([]);
  });

  it('becomes a document that names the sources it was measured with', () => {
    const stamp = { digest: '0123456789abcdef', date: '2026-05-01' };
    const text = accuracyDocument([run(31, ['A'], ['A'])], stamp);
    expect(text.split('\n')).toContain(stampLine(stamp));
    expect(text).toContain('### concept, easy: mean of seed 31');
    expect(text).not.toMatch(/undefined|NaN/);
  });
});
