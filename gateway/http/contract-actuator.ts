import { z } from 'zod';

const time = z.number().describe('Epoch ms');

/** What became of an operator's request at once; what the device made of it stands in the audit log. */
const actuatorAnswer = z.object({
  result: z
    .enum(['asked', 'extended', 'barred', 'pending'])
    .describe('asked: a command is on its way; extended: it stays as it is for longer; barred: nothing is sent; pending: no answer yet'),
  reason: z.string().describe('Code of the reason; the audit log has it in words'),
  command: z.string().nullable().describe('Name of the command in the audit log'),
  until: time.nullable().describe('When it goes back into its safe state'),
});

export type ActuatorAnswer = z.infer<typeof actuatorAnswer>;
