import { z } from 'zod';
import { fileLock, fileProblem } from './contract-settings.ts';

const point = z.tuple([z.number(), z.number()]).describe('[x, y] in plan units, from the upper left corner');
const texts = z.record(z.string().max(35), z.string().max(200));
const ZONE_KINDS = ['entrance', 'exit', 'shelf', 'fitting', 'checkout', 'storage', 'aisle'] as const;

/** What stands or hangs at one point of the plan. */
const planPlace = z.object({
  key: z.string().describe('`device:ID`, `antenna:ID:PORT` or `section:ID`'),
  kind: z.enum(['antenna', 'display', 'counter', 'actuator', 'device', 'section']),
  device: z.string().nullable().describe('Null for a section'),
  port: z.int().nullable(),
  name: texts.describe('Of the device or the shelf; empty when it has none'),
  section: z.string().nullable().describe('The shelf section: itself, or the one that an antenna looks at'),
  zone: z.string().nullable(),
  at: point.nullable().describe('Null when it is not on the plan'),
});

const planSize = z.object({
  width: z.number(),
  height: z.number(),
  picture: z.string().nullable().describe('Name of the picture, relative to store.yaml'),
});

export const planSource = z.object({
  hash: z.string().describe('Of the file; `If-Match` of a save'),
  file: z.string().nullable(),
  locked: fileLock,
  plan: planSize,
  zones: z.array(
    z.object({ id: z.string(), name: texts, kind: z.string(), polygon: z.array(point).describe('Empty when the zone is not drawn') }),
  ),
  places: z.array(planPlace),
  problems: z.array(fileProblem).describe('What is wrong with the file as it is'),
  isRunning: z.boolean().describe('False when the gateway was started with another plan: it needs a restart'),
});

/** A plan as somebody drew it. What is not named stays as the file has it. */
export const planDraft = z.strictObject({
  plan: z.strictObject({
    width: z.number().positive().max(100_000),
    height: z.number().positive().max(100_000),
    picture: z.string().max(200).nullable(),
  }),
  zones: z
    .array(
      z.strictObject({
        id: z.string().max(63),
        polygon: z.array(point).max(200).describe('Empty takes the zone off the plan; it stays a zone'),
        kind: z.enum(ZONE_KINDS).optional().describe('Of a new zone'),
        name: z
          .union([z.string().max(200), texts])
          .optional()
          .describe('Of a new zone'),
      }),
    )
    .max(1_000),
  places: z.array(z.strictObject({ key: z.string().max(200), at: point.nullable() })).max(10_000),
});

export const planPicture = z.object({
  name: z.string().describe('For `plan.picture`'),
  width: z.int().describe('Pixels'),
  height: z.int(),
});

export type PlanSource = z.infer<typeof planSource>;
export type PlanDraft = z.infer<typeof planDraft>;
export type PlanPictureView = z.infer<typeof planPicture>;
