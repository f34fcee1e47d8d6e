import type { Emit } from '../capability.ts';
import type { SectionPlace } from '../floor-plan.ts';
import { type AlertId, asId, type SectionId } from '../ids.ts';
import { type Instant, probability } from '../units.ts';

/** Tags and scale must disagree for so long until somebody is asked to look. */
const STANDS_MS = 300_000;

interface Standing {
  readonly since: number;
  alert: AlertId | null;
}

/** Sections of which scale and tags tell different things: work for somebody who looks. */
export interface Disagreements {
  /** `unexplained`: grams that no number of items explains; 0 ends the matter. */
  note(section: SectionPlace, unexplained: number, now: Instant): void;
  save(): unknown;
}

export const createDisagreements = (emit: Emit, saved?: unknown): Disagreements => {
  const open = new Map((saved as readonly (readonly [SectionId, Standing])[] | undefined)?.map(([id, standing]) => [id, { ...standing }])); // Written by save().
  return {
    note: (section, unexplained, now) => {
      const known = open.get(section.id);
      if (unexplained === 0) {
        open.delete(section.id);
        if (known?.alert) emit({ type: 'alert.cleared', at: now, alert: known.alert, because: 'agrees-again' });
        return;
      }
      const standing = known ?? { since: now, alert: null };
      open.set(section.id, standing);
      if (standing.alert !== null || now - standing.since < STANDS_MS) return;
      standing.alert = asId<AlertId>(`a-stock-disagrees-${section.id}-${now}`);
      emit({
        type: 'alert.raised',
        at: now,
        alert: standing.alert,
        about: 'stock-disagrees',
        severity: 'warning',
        confidence: probability(0.9),
        zone: section.zone,
        epc: null,
        visit: null,
        device: null,
        why: [{ code: 'weight-unexplained', nats: 2.2, facts: { section: section.id, grams: Math.round(unexplained) } }],
      });
    },
    save: () => [...open],
  };
};
