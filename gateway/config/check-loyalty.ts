import { didYouMean } from './did-you-mean.ts';
import type { Finding } from './schema-problems.ts';

interface Tiers {
  readonly tiers: readonly string[];
  readonly tierPoints: Readonly<Record<string, number>>;
}

/** Points lead to tiers that exist, and a higher tier needs more of them. */
export function checkLoyalty({ tiers, tierPoints }: Tiers): Finding[] {
  const found: Finding[] = [];
  for (const tier of Object.keys(tierPoints)) {
    if (!tiers.includes(tier)) {
      found.push({ path: ['loyalty', 'tierPoints', tier], message: `no tier of that name${didYouMean(tier, tiers)}`, got: tier });
    }
  }
  let below: { readonly tier: string; readonly points: number } | null = null;
  for (const tier of tiers) {
    const points = tierPoints[tier];
    if (points === undefined) continue;
    if (below !== null && points <= below.points) {
      const message = `must be more than the ${below.points} of "${below.tier}", which stands below it in loyalty.tiers`;
      found.push({ path: ['loyalty', 'tierPoints', tier], message, got: points });
    }
    below = { tier, points };
  }
  return found;
}
