import { z } from 'zod';
import type { FootfallSettings } from '../../domain/footfall/settings.ts';

export const footfall = z.strictObject({}).prefault({});

export const footfallSettings = (_set: z.infer<typeof footfall>): FootfallSettings => ({});
