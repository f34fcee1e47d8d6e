import { z } from 'zod';
import { id } from './schema-common.ts';

const value = z.union([z.number(), z.boolean(), z.string().max(256)]);

/** What an actuator is asked, as offers and rules say it. */
const action = {
  do: z.enum(['on', 'off', 'write', 'call']).default('on').describe('Switch or light on or off, write a value, call a method'),
  channel: z.int().min(0).max(63).default(0).describe('Channel of a relay, from 0'),
  brightness: z.number().min(0).max(1).default(1).describe('Of a light'),
  color: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/, 'must be a colour, #RRGGBB')
    .optional()
    .describe('Of a light'),
  name: z.string().max(128).optional().describe('Name of the value to write or the method to call, as the device’s settings give it'),
  value: value.optional().describe('Value to write'),
  arguments: z.array(value).max(16).default([]).describe('Arguments of a call'),
};

const drive = z.strictObject({
  device: id.describe('An actuator of devices'),
  ...action,
  forS: z.number().min(0.1).max(86_400).optional().describe('Back to its safe state after so long; default: as long as the offer is shown'),
});

export const drives = z.array(drive).max(8);

/** Given when a device obeys: what is safe, and what must never happen. */
export const actuator = z.strictObject({
  kind: z
    .enum(['light', 'relay', 'lock', 'gate', 'siren', 'machine'])
    .default('relay')
    .describe('What it is; a light is asked for brightness and colour'),
  safe: z
    .strictObject({ ...action, do: action.do.default('off') })
    .prefault({})
    .describe('The state it is in when nobody asks for another: after each use, when it comes back, when the gateway starts and stops'),
  maxOnS: z.number().min(0.1).max(86_400).default(60).describe('Longest stay away from its safe state'),
  maxPerMinute: z.int().min(1).max(600).default(12).describe('Commands away from the safe state in a minute; more are refused'),
  confirmWithinS: z.number().min(0.5).max(600).default(5).describe('Seconds in which it must prove that it obeyed'),
  whenClosed: z
    .enum(['never', 'allowed'])
    .optional()
    .describe('Whether it may leave its safe state outside the opening hours; default: never for locks and gates'),
  never: z.string().max(1_000).default('false').describe('CEL over store, climate, now: while it holds, it stays in its safe state'),
});
