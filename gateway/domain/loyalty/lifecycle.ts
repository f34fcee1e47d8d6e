/** The stages of a customer relationship after Dwyer, Schurr and Oh (1987), with metric id `lifecycle`, version 1. */
export const STAGES = ['aware', 'exploring', 'expanding', 'committed', 'lapsing'] as const;
export type Stage = (typeof STAGES)[number];

/** Where the stages begin; `loyalty.stages` of store.yaml. */
export interface StageRules {
  /** Days with a receipt that make a customer expanding, at least 2. */
  readonly expandingFrom: number;
  /** Days with a receipt that make a customer committed, when they come often enough. */
  readonly committedFrom: number;
  /** Committed customers buy at least every so many days, on average. */
  readonly committedEvery: number;
  /** Unseen for more than so many days, a customer is lapsing. */
  readonly lapsesAfter: number;
}

/** What decides the stage. Days are numbers of local days (`dayNumber`). */
export interface Acquaintance {
  /** Days with at least one receipt. */
  readonly buyDays: number;
  /** The first and the last of them; of no concern when there is none. */
  readonly firstBuy: number;
  readonly lastBuy: number;
  /** The last day with a visit or a receipt. */
  readonly lastSeen: number;
}

/**
 * The stage on a day: `lapsing` when unseen for longer than the rules allow; else `aware` without any receipt, `exploring` with few,
 * `expanding` with more, `committed` with many that lie close enough together.
 */
export const stageOf = ({ buyDays, firstBuy, lastBuy, lastSeen }: Acquaintance, today: number, rules: StageRules): Stage => {
  if (today - lastSeen > rules.lapsesAfter) return 'lapsing';
  if (buyDays === 0) return 'aware';
  if (buyDays < rules.expandingFrom) return 'exploring';
  const meanGap = buyDays > 1 ? (lastBuy - firstBuy) / (buyDays - 1) : Number.POSITIVE_INFINITY;
  return buyDays >= rules.committedFrom && meanGap <= rules.committedEvery ? 'committed' : 'expanding';
};
