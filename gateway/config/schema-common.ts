import { z } from 'zod';

/** Forms that many parts of store.yaml share. */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and dashes, at most 63')
  .describe('Lower case, digits, dashes; used in topics and addresses');
export const texts = z
  .union([z.string(), z.record(z.string(), z.string())])
  .describe('One text, or one per language: { en: …, zh-TW: …, zh-CN: … }');
export const point = z.tuple([z.number(), z.number()]).describe('[x, y] in plan units');
export const clock = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day, HH:MM')
  .describe('Store-local time, HH:MM; 24:00 is midnight at the end of the day');
export const secretFile = z.string().describe('Path of a file that holds the secret, readable by the gateway only');
export const seconds = (fallback: number, min: number, max: number, why: string) =>
  z.number().min(min).max(max).default(fallback).describe(why);
