export type Purpose = 'browser' | 'buyer' | 'member' | 'thief';

/** What happens in the shop: how many come, what for, for how long. */
export interface Scenario {
  readonly name: string;
  readonly durationMs: number;
  /** Quiet start without customers, in which readers learn the goods at rest. */
  readonly settleMs: number;
  /** Parties per hour at a share of the opening time; linear in between. */
  readonly arrivals: readonly { readonly share: number; readonly perHour: number }[];
  readonly mix: Readonly<Record<Purpose, number>>;
  /** Chance that a party is 2, 3 or 4 people. */
  readonly groups: number;
  /** A thief comes for sure at this share of the time; null when only the mix decides. */
  readonly thiefAt: number | null;
  /** Mean time between the rounds of the staff that puts things back and fills up. */
  readonly staffRoundMs: number;
}

const minute = 60_000;

export const scenarios: Readonly<Record<string, Scenario>> = {
  'quiet-morning': {
    name: 'quiet-morning',
    durationMs: 60 * minute,
    settleMs: 2 * minute,
    arrivals: [
      { share: 0, perHour: 8 },
      { share: 1, perHour: 16 },
    ],
    mix: { browser: 0.5, buyer: 0.3, member: 0.2, thief: 0 },
    groups: 0.1,
    thiefAt: null,
    staffRoundMs: 20 * minute,
  },
  'rush-hour': {
    name: 'rush-hour',
    durationMs: 60 * minute,
    settleMs: 2 * minute,
    arrivals: [
      { share: 0, perHour: 20 },
      { share: 0.3, perHour: 60 },
      { share: 0.7, perHour: 70 },
      { share: 1, perHour: 25 },
    ],
    mix: { browser: 0.35, buyer: 0.33, member: 0.29, thief: 0.03 },
    groups: 0.25,
    thiefAt: 0.4,
    staffRoundMs: 15 * minute,
  },
  // Nobody but goods at rest: whatever a gateway says was picked up here is false.
  nobody: {
    name: 'nobody',
    durationMs: 60 * minute,
    settleMs: 2 * minute,
    arrivals: [{ share: 0, perHour: 0 }],
    mix: { browser: 1, buyer: 0, member: 0, thief: 0 },
    groups: 0,
    thiefAt: null,
    staffRoundMs: Number.POSITIVE_INFINITY,
  },
  // For a live shop to look at: a full house within the first minute, then a busy day.
  demo: {
    name: 'demo',
    durationMs: 12 * 60 * minute,
    settleMs: 10_000,
    arrivals: [
      { share: 0, perHour: 300 },
      { share: 0.0015, perHour: 300 },
      { share: 0.003, perHour: 80 },
      { share: 0.5, perHour: 90 },
      { share: 1, perHour: 40 },
    ],
    mix: { browser: 0.34, buyer: 0.3, member: 0.31, thief: 0.05 },
    groups: 0.2,
    thiefAt: null,
    staffRoundMs: 12 * minute,
  },
};

/** Parties per hour at this share (0..1) of the scenario. */
export function arrivalsPerHour(scenario: Scenario, share: number): number {
  let before = scenario.arrivals[0];
  for (const point of scenario.arrivals) {
    if (point.share > share && before) {
      const part = (share - before.share) / (point.share - before.share);
      return before.perHour + (point.perHour - before.perHour) * Math.max(0, part);
    }
    before = point;
  }
  return before?.perHour ?? 0;
}
