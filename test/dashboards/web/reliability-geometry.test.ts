import { describe, expect, it } from 'vitest';
import { marksOf, SIDE } from '../../../dashboards/web/parts/reliability-geometry.ts';
import { canBeFalse } from '../../../dashboards/web/state/alarms.ts';
import type { AlertType } from '../../../gateway/domain/events.ts';
import { isAlarm } from '../../../gateway/domain/security/false-alarm.ts';

const tenth = (claimed: number, right: number | null, labels: number) => ({ claimed, right, labels, adjusted: claimed });

describe('the reliability plot', () => {
  it('has a mark for each tenth that was checked, surer to the right, righter upwards, its area the number of claims', () => {
    const deciles = [tenth(0.05, null, 0), tenth(0.5, 0.25, 25), tenth(1, 1, 100)];
    expect(marksOf([{ kind: 'exit', weeks: [], deciles }])).toEqual([
      { kind: 'exit', x: SIDE / 2, y: 0.75 * SIDE, radius: 4.5 },
      { kind: 'exit', x: SIDE, y: 0, radius: 9 },
    ]);
  });

  it('keeps a tenth of few claims visible, and stands without any', () => {
    const [mark] = marksOf([
      { kind: 'holder', weeks: [], deciles: [tenth(0.5, 0.5, 1)] },
      { kind: 'exit', weeks: [], deciles: [tenth(0.9, 0.9, 5_000)] },
    ]);
    expect(mark?.radius).toBe(3);
    expect(marksOf([])).toEqual([]);
  });
});

describe('false alarms', () => {
  it.each<AlertType>(['unsold-exit', 'exit-suspected', 'bulk', 'bulk-muted', 'clone', 'flood', 'device-silent', 'stock-disagrees'])(
    'the page lets an operator deny %s exactly when the gateway counts that',
    (type) => {
      expect(canBeFalse(type)).toBe(isAlarm(type));
    },
  );
});
