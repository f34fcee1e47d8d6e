import { z } from 'zod';

/** What a display shows in one language: of an offer, or of a playlist. */
const show = z.strictObject({
  title: z
    .string()
    .min(1)
    .max(120)
    .describe('May hold placeholders: {product}, {price}; and in offers {was}, {off}, {left}, {recommend.boughtTogether(item)} …'),
  body: z.string().max(400).default('').describe('Smaller text under the title; may hold placeholders too'),
  picture: z.string().optional().describe('Path of a picture (png, jpg, webp, avif, svg), relative to store.yaml'),
  link: z
    .string()
    .max(300)
    .regex(/^https?:\/\/[^\s/?#]+/, 'must be an address that begins with https:// or http://')
    .optional()
    .describe('Shown as a QR code that the shopper takes along; may hold {sku} and {gtin}, nothing of the visit'),
});

/** What to show, per language. */
export const shows = z.record(z.string(), show);
