import { z } from 'zod';
import type { TagSettings } from '../../domain/tags/settings.ts';
import { seconds as millis } from '../../domain/units.ts';
import { seconds } from '../schema-common.ts';

export const tags = z
  .strictObject({
    arrivalReads: z
      .int()
      .min(1)
      .max(50)
      .default(3)
      .describe('Reads inside the window until a tag has arrived; one stray read is no arrival'),
    arrivalWindowS: seconds(30, 1, 600, 'Window for arrivalReads'),
    floorDbm: z.number().min(-100).max(-30).default(-84).describe('Weaker reads are counted but not believed'),
    hysteresisDb: z.number().min(0).max(30).default(6).describe('Lead in dB that another zone needs to take a tag over'),
    decayS: seconds(20, 1, 600, 'Unread, a zone loses its hold by half in this time'),
    pickSilenceS: seconds(8, 1, 600, 'Silence at home that makes a pick-up believable when the tag is heard elsewhere or weight is gone'),
    departedAfterS: seconds(600, 10, 86_400, 'Unread anywhere for this long: departed'),
    commonMode: z
      .boolean()
      .default(true)
      .describe('Diagnostic, for measuring what it is worth: take out what all goods of a place go through together'),
    sectionPrior: z
      .boolean()
      .default(true)
      .describe('Diagnostic, for measuring what it is worth: judge an antenna new to a tag by what it hears of the tag’s neighbours'),
  })
  .prefault({});

export const tagSettings = (set: z.infer<typeof tags>): TagSettings => ({
  arrivalReads: set.arrivalReads,
  arrivalWindow: millis(set.arrivalWindowS),
  floorDbm: set.floorDbm,
  hysteresisDb: set.hysteresisDb,
  decay: millis(set.decayS),
  pickSilence: millis(set.pickSilenceS),
  departedAfter: millis(set.departedAfterS),
  commonMode: set.commonMode,
  sectionPrior: set.sectionPrior,
});
