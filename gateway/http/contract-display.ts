import { z } from 'zod';
import { time } from './contract.ts';

/**
 * What displays and the operators who try them ask of the gateway. All of it may stand on a public screen: texts of
 * store.yaml and of the products file, nothing of a visit or a visitor.
 */
const texts = z.record(z.string(), z.string());

/** One language of what a display shows. */
const slideView = z.object({
  title: z.string(),
  body: z.string(),
  priceMinor: z.int().nullable(),
  currency: z.string(),
  picture: z.string().nullable().describe('Path on this gateway'),
  link: z.string().nullable().describe('Shown as a QR code'),
});

const minutes = z.object({
  from: z.int().min(0).max(1_440).describe('Minute of the store-local day'),
  to: z.int().min(0).max(1_440).describe('The first minute behind it'),
});

export const playlistView = z.object({
  display: z.string(),
  locale: z.string(),
  timezone: z.string().describe('IANA name; days and minutes are of it'),
  languages: z.array(z.string()).describe('Those that the display speaks, in order; empty: all that a text has'),
  idle: texts.describe('Greeting while nothing else is to be shown'),
  entries: z.array(
    z.object({
      slides: z.record(z.string(), slideView),
      showForMs: z.int(),
      times: z.array(minutes).describe('Only then; never empty'),
      from: z.string().nullable().describe('First day, YYYY-MM-DD'),
      until: z.string().nullable().describe('Last day, YYYY-MM-DD'),
    }),
  ),
  feedback: z.object({ ask: texts, scale: z.enum(['smileys', 'nps']) }).nullable(),
  lit: z.array(z.array(minutes)).length(7).describe('By weekday from Monday on, when the screen is lit'),
});

/** What is tried on a display: as an offer of store.yaml says it, not yet saved. */
export const previewRequest = z.strictObject({
  show: z
    .record(
      z.string().max(20),
      z.strictObject({
        title: z.string().min(1).max(120),
        body: z.string().max(400).default(''),
        picture: z.string().max(300).optional(),
        link: z.string().max(300).optional(),
      }),
    )
    .refine((show) => Object.keys(show).length > 0, 'needs at least one language'),
  sku: z.string().max(64).optional().describe('The product that {product} and {price} stand for; default: the first of the products file'),
  priceMinor: z.int().min(0).optional().describe("What {price} stands for; default: the product's own price"),
  showForS: z.number().min(1).max(600).default(10),
});

export const previewView = z.object({
  command: z.string().describe('Names the try: `GET /displays/{id}/preview/{command}` tells what became of it'),
  deadline: time,
});

export const previewResult = z.object({
  result: z.enum(['pending', 'shown', 'done', 'refused', 'expired']),
});

export type PlaylistView = z.infer<typeof playlistView>;
export type PreviewRequest = z.infer<typeof previewRequest>;
export type PreviewView = z.infer<typeof previewView>;
export type PreviewResult = z.infer<typeof previewResult>['result'];
