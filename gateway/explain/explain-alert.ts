import { type ToldStep, tellChain } from './chain.ts';
import { type Explanation, tellClaim } from './claim.ts';
import type { ShopNames } from './shop-names.ts';
import type { Story } from './story.ts';
import type { Facts, ReadableEvidence, Teller } from './teller.ts';

/** The alert as the ledger keeps it, with the story of its item and its visit. */
export interface AlertCase extends Story {
  readonly id: string;
  /** An `AlertType`, or one of an older gateway. */
  readonly type: string;
  readonly at: number;
  /** Null for alerts of before the ledger kept it. */
  readonly emittedAt: number | null;
  readonly confidence: number;
  readonly zone: string | null;
  readonly epc: string | null;
  readonly visit: string | null;
  readonly device: string | null;
  readonly why: readonly ReadableEvidence[];
  readonly clearedAt: number | null;
  readonly clearedBecause: string | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
}

/** What an alert says, why, and what happened to the item and in the visit that it is about. */
export function explainAlert(alert: AlertCase, teller: Teller, names: ShopNames): Explanation {
  const { id, type, epc, zone, device } = alert;
  const product = teller.item(epc === null ? null : (alert.gtins[epc] ?? null), epc);
  // Said from the alert itself, which is there also when no event leads to it.
  const events = alert.events.filter((event) => event.type !== 'alert.raised' || event.alert !== id);
  const chain = [...tellChain({ ...alert, events }, teller, names), ...ownSteps(alert, teller)];
  return {
    about: 'alert',
    id,
    language: teller.language,
    claims: [tellClaim(`alert.${type}`, { product, zone, device }, alert, teller)],
    chain: chain.toSorted((a, b) => a.at - b.at),
    isWhole: alert.isWhole,
  };
}

/** Raised, acknowledged, over: as far as it has come. */
function ownSteps(alert: AlertCase, teller: Teller): ToldStep[] {
  const { at, emittedAt, clearedAt, acknowledgedAt, acknowledgedBy: user, clearedBecause: because, epc, visit } = alert;
  const step = (type: 'alert.raised' | 'alert.acknowledged' | 'alert.cleared', when: number | null, facts: Facts): ToldStep[] =>
    when === null ? [] : [{ id: null, type, at: when, emittedAt: when, epc, visit, text: teller.event(type, facts) }];
  return [
    ...step('alert.raised', at, { alert: teller.alert(alert.type) }).map((raised) => ({ ...raised, emittedAt: emittedAt ?? at })),
    ...step('alert.acknowledged', acknowledgedAt, { user }),
    ...step('alert.cleared', clearedAt, { because }),
  ];
}
