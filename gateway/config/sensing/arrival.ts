import { z } from 'zod';
import type { ArrivalSettings } from '../../domain/arrival/settings.ts';
import { seconds as millis } from '../../domain/units.ts';
import { seconds } from '../schema-common.ts';

export const arrival = z
  .strictObject({
    reorderS: seconds(
      0.5,
      0,
      2,
      'Item reads wait this long, so that what happened first is looked at first; 0: they are taken as they come. Cards, counters, scales and tills never wait',
    ),
    clockToleranceS: seconds(
      0.5,
      0.2,
      60,
      'A device whose clock differs more than this from the others is corrected; below it, its times are taken as it says them',
    ),
  })
  .prefault({});

export const arrivalSettings = (set: z.infer<typeof arrival>): ArrivalSettings => ({
  reorder: millis(set.reorderS),
  clockTolerance: millis(set.clockToleranceS),
});
