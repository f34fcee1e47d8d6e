import type { ActuatorReason } from '../domain/actuators/reasons.ts';
import type { AlertType, CustodyOutcome, EventType, ItemFact, OfferReason } from '../domain/events.ts';
import type { EvidenceCode } from '../domain/evidence.ts';
import type { ItemView } from '../domain/store.ts';

export const LANGUAGES = ['zh-TW', 'zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Events that belong to the story of an item, a visit or an alert; `item.tried` is a move into a fitting room. */
export type ToldEvent =
  | ItemFact['type']
  | 'item.tried'
  | Extract<
      EventType,
      | 'visit.opened'
      | 'visit.identified'
      | 'visit.moved'
      | 'visit.closed'
      | `custody.${string}`
      | `exit.${string}`
      | `stray.${string}`
      | 'sale.recorded'
      | 'feedback.given'
      | 'alert.raised'
      | 'alert.acknowledged'
      | 'alert.cleared'
      | 'offer.decided'
      | 'offer.shown'
      | 'offer.failed'
      | 'offer.converted'
    >;

/** What an explanation can claim. */
export type ClaimCode =
  | `item.${ItemView['state']}`
  | 'held'
  | `ended.${CustodyOutcome}`
  | 'paid'
  | 'unpaid'
  | 'visit.open'
  | 'visit.closed'
  | `alert.${AlertType}`;

/**
 * All sentences of one language, as patterns: `{key}` is the value of a fact, `{key:one|many}` a word that agrees with it,
 * and what stands in `[ ]` is left out when one of its facts is not there. Tables by union: a missing text does not compile.
 */
export interface Words {
  /** One reason, without full stop: its weight follows. */
  readonly evidence: Readonly<Record<EvidenceCode, string>>;
  readonly events: Readonly<Record<ToldEvent, string>>;
  readonly claims: Readonly<Record<ClaimCode, string>>;
  readonly alerts: Readonly<Record<AlertType, string>>;
  readonly outcomes: Readonly<Record<CustodyOutcome, string>>;
  readonly offers: Readonly<Record<OfferReason, string>>;
  /** Why an actuator was asked, put back or not asked. */
  readonly actuators: Readonly<Record<ActuatorReason, string>>;
  /** Words for values of facts, by `key.value`; a value without one is shown as it is. */
  readonly values: Readonly<Record<string, string>>;
  readonly sums: {
    readonly exact: string;
    readonly withPrior: string;
    readonly careful: string;
    readonly none: string;
  };
  /** `{text}: {nats}` as the language punctuates. */
  readonly weighed: string;
  readonly visitName: string;
  readonly unnamedItem: string;
  readonly unknownPlace: string;
  /** Between facts that no pattern takes up. */
  readonly comma: string;
}
