import { z } from 'zod';
import type { Telemetry } from './telemetry.ts';

/** What hangs on an input of a relay or node; only the installer knows. */
const contactUse = z.enum(['state', 'door', 'door-inverted', 'presence']);
export type ContactUse = z.output<typeof contactUse>;

/** `settings.inputs` of hardware with inputs: by their names, what each of them means. */
export const contactUses = z
  .record(z.string().min(1).max(64), contactUse)
  .default({})
  .describe(
    'What hangs on an input, by its name: `state` (only shown), `door` (on = open), `door-inverted` (on = closed), `presence` (on = somebody there)',
  );

/** Tells what an input means, besides its place in the state. */
export function tellContact(telemetry: Telemetry, use: ContactUse | undefined, isOn: boolean): void {
  if (use === 'door') telemetry.doorOpen(isOn);
  else if (use === 'door-inverted') telemetry.doorOpen(!isOn);
  else if (use === 'presence') telemetry.add({ kind: 'presence', people: isOn ? 1 : 0, counted: false });
}
