import { mean } from './match.ts';

/** A statement with how sure it was, and whether it was so. */
export interface Judged {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** Statements of like confidence: said how sure, and how many of them were right. */
interface Decile {
  /** 0.1 stands for 0.1 <= confidence < 0.2; the last one holds 1 too. */
  readonly from: number;
  readonly statements: number;
  readonly meanConfidence: number | null;
  readonly right: number | null;
}

export interface Calibration {
  /** Mean squared error of the confidence; 0 is perfect, 0.25 is what "0.5" always gets. Null when nothing was said. */
  readonly brier: number | null;
  /** Share of the truth found by the surest statements of which 95 % are right: what may be acted on. 0 when no such set exists, null without truth. */
  readonly recallAtPrecision95: number | null;
  readonly reliability: readonly Decile[];
}

const WANTED_PRECISION = 0.95;

/** Judges confidences. `truths` is how many there were to find. Statements of equal confidence are taken or left together. */
export function calibrate(statements: readonly Judged[], truths: number): Calibration {
  return {
    brier: mean(statements.map(({ confidence, isRight }) => ((isRight ? 1 : 0) - confidence) ** 2)),
    recallAtPrecision95: truths === 0 ? null : surestRight(statements) / truths,
    reliability: Array.from({ length: 10 }, (_, index) => decile(statements, index)),
  };
}

/** How many right ones the largest set of surest statements holds that is right often enough. */
function surestRight(statements: readonly Judged[]): number {
  const sorted = statements.toSorted((a, b) => b.confidence - a.confidence);
  let right = 0;
  let best = 0;
  for (const [index, { confidence, isRight }] of sorted.entries()) {
    if (isRight) right++;
    const isLastOfItsConfidence = sorted[index + 1]?.confidence !== confidence;
    if (isLastOfItsConfidence && right >= WANTED_PRECISION * (index + 1)) best = right;
  }
  return best;
}

function decile(statements: readonly Judged[], index: number): Decile {
  const inside = statements.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === index);
  return {
    from: index / 10,
    statements: inside.length,
    meanConfidence: mean(inside.map(({ confidence }) => confidence)),
    right: mean(inside.map(({ isRight }) => (isRight ? 1 : 0))),
  };
}
