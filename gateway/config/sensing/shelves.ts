import { z } from 'zod';
import type { ShelfSettings } from '../../domain/shelves/settings.ts';
import { seconds as millis, probability } from '../../domain/units.ts';
import { seconds } from '../schema-common.ts';

export const shelves = z
  .strictObject({
    holdS: seconds(15, 0, 600, 'A count must stand this long before it is said; what is looked at for some seconds is not gone'),
    outHoldS: seconds(45, 0, 3_600, 'An empty place must stand this long before it is said to be out'),
    outAt: z
      .number()
      .min(0.5)
      .max(0.999)
      .default(0.8)
      .describe('Probability of an empty place from which it is said to be out; it is back below 0.5'),
    misplacedAfterS: seconds(120, 10, 3_600, 'At rest on another shelf for this long: misplaced'),
    warmUpS: seconds(
      180,
      0,
      3_600,
      'After the first message an empty place means nothing for this long, since readers need a while to hear all goods',
    ),
    deadTags: z
      .number()
      .min(0)
      .max(0.2)
      .default(0.015)
      .describe('Share of tags that never answer; that many unheard items of the stock count are believed to be there all the same'),
  })
  .prefault({});

export const shelfSettings = (set: z.infer<typeof shelves>): ShelfSettings => ({
  hold: millis(set.holdS),
  outHold: millis(set.outHoldS),
  outAt: probability(set.outAt),
  misplacedAfter: millis(set.misplacedAfterS),
  warmUp: millis(set.warmUpS),
  deadTags: probability(set.deadTags),
});
