import type { RuleId } from '../ids.ts';
import type { ConditionResult, OfferContext, OfferTrigger, Schedule } from '../offers/offer.ts';
import type { DurationMs } from '../units.ts';
import type { Drive } from './action.ts';

/** What can happen that a rule answers to. */
export const RULE_TRIGGERS = ['alert.raised', 'sale.recorded', 'button.pressed'] as const;
export type RuleTrigger = OfferTrigger | (typeof RULE_TRIGGERS)[number];

/** When something happens and a condition holds, actuators are driven. */
export interface Rule {
  readonly id: RuleId;
  readonly on: RuleTrigger;
  /** Stay that makes a `zone.dwell`; ignored by other triggers. */
  readonly dwell: DurationMs;
  /** Minutes of the local day, ascending, at which a `time` rule is considered; ignored by other triggers. */
  readonly minutes: readonly number[];
  /** The compiled CEL condition; never throws. */
  readonly condition: (context: RuleContext) => ConditionResult;
  /** True when the condition asks for the visitor: then it holds only for one who agreed to profiling. */
  readonly isPersonal: boolean;
  readonly drives: readonly Drive[];
  /** 0..100; the higher takes an actuator from the lower. */
  readonly priority: number;
  /** Least time between two times that it drives. */
  readonly pause: DurationMs;
  readonly schedule: Schedule;
}

/** What a rule's condition may ask: what an offer's may, and the event of the house; the parts that it has not are empty. */
export interface RuleContext extends OfferContext {
  readonly alert: {
    readonly type: string;
    readonly severity: string;
    readonly zone: string;
    readonly device: string;
    readonly confidence: number;
  } | null;
  readonly sale: { readonly totalMinor: number; readonly lines: number } | null;
  readonly button: { readonly name: string; readonly zone: string; readonly device: string } | null;
}
