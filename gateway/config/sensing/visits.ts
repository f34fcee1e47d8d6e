import { z } from 'zod';
import { seconds as millis } from '../../domain/units.ts';
import type { VisitSettings } from '../../domain/visits/settings.ts';
import { seconds } from '../schema-common.ts';

export const visits = z
  .strictObject({
    silenceS: seconds(1_800, 60, 86_400, 'A visit without any sign for this long is closed'),
    mergeGapS: seconds(120, 0, 86_400, 'The same card again within this gap continues the visit'),
    cardToCounterS: seconds(7, 1, 120, 'A card claims the counter event this near in time'),
    settleS: seconds(
      180,
      0,
      600,
      'Which of several likely visits left is decided this late at most; later sightings and exits may still tell',
    ),
    longestS: seconds(14_400, 600, 86_400, 'Longest visit believed'),
  })
  .prefault({});

export const visitSettings = (set: z.infer<typeof visits>): VisitSettings => ({
  silence: millis(set.silenceS),
  mergeGap: millis(set.mergeGapS),
  cardToCounter: millis(set.cardToCounterS),
  settle: millis(set.settleS),
  longest: millis(set.longestS),
});
