import { z } from 'zod';
import type { CustodySettings } from '../../domain/custody/settings.ts';
import { seconds as millis, probability } from '../../domain/units.ts';
import { seconds } from '../schema-common.ts';

export const custody = z
  .strictObject({
    reportAt: z
      .number()
      .min(0.05)
      .max(0.95)
      .default(0.3)
      .describe('Probability from which a visit is said to hold an item; lower finds more holders and more wrong ones'),
    actAt: z
      .number()
      .min(0.3)
      .max(0.99)
      .default(0.7)
      .describe('Probability from which the shop acts on it: offers, goods that speak for where a visit is'),
    pauseInHandS: seconds(120, 0, 900, 'Put down and taken up again within this time by the same visit: it was only looked at'),
  })
  .prefault({});

export const custodySettings = (set: z.infer<typeof custody>): CustodySettings => ({
  reportAt: probability(set.reportAt),
  actAt: probability(set.actAt),
  pauseInHand: millis(set.pauseInHandS),
});
