import { z } from 'zod';

/** What a save must say of the file that was read. */
export const ifMatch = z.object({
  'if-match': z
    .string()
    .regex(/^"[0-9a-f]{64}"$/, 'the `ETag` of what was read')
    .describe('`ETag` of the source that was edited: 412 when the file is another by now'),
});

export const hashIn = (headers: z.infer<typeof ifMatch>): string => headers['if-match'].slice(1, -1);
