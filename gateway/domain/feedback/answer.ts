/** Scales that shoppers answer on: five faces, 1 (worst) to 5 (best), and the 0 to 10 of "would you recommend us?". */
export type FeedbackScale = 'smileys' | 'nps';

export interface Answer {
  readonly scale: FeedbackScale;
  /** Whole; 1..5 of smileys, 0..10 of nps. */
  readonly score: number;
}

/** The best answer of each scale. */
export const BEST_SCORE: Readonly<Record<FeedbackScale, number>> = { smileys: 5, nps: 10 };

/** The answer that a button of this name gives: `smiley-1` to `smiley-5`, `nps-0` to `nps-10`. Null for every other button. */
export const answerOf = (button: string): Answer | null => {
  const [, face, likelihood] = /^(?:smiley-([1-5])|nps-(\d|10))$/.exec(button) ?? [];
  if (face !== undefined) return { scale: 'smileys', score: Number(face) };
  return likelihood === undefined ? null : { scale: 'nps', score: Number(likelihood) };
};
