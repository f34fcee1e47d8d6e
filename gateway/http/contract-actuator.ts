import { z } from 'zod';

const time = z.number().describe('Epoch ms');
const value = z.union([z.number(), z.boolean(), z.string()]);

const actionView = z.discriminatedUnion('do', [
  z.object({ do: z.literal('switch'), on: z.boolean(), channel: z.int() }),
  z.object({ do: z.literal('light'), on: z.boolean(), brightness: z.number(), color: z.string().nullable() }),
  z.object({ do: z.literal('write'), name: z.string(), value }),
  z.object({ do: z.literal('call'), name: z.string(), arguments: z.array(value) }),
]);

const byView = z.object({
  kind: z.enum(['offer', 'rule', 'operator']),
  id: z.string().describe('The offer or rule; empty for an operator'),
  user: z.string().nullable().describe('The operator'),
});

/** One channel of an actuator as it stands. */
const actuatorChannelView = z.object({
  channel: z.int(),
  state: z.enum(['safe', 'away', 'lost']).describe('lost: it said goodbye, so nobody knows'),
  action: actionView.describe('What it was asked last'),
  reason: z.string().describe('Code of the reason'),
  by: byView.nullable().describe('Who holds it; null in its safe state'),
  since: time,
  until: time.nullable().describe('When it goes back into its safe state'),
  proved: z.boolean().nullable().describe('Whether it proved that it obeyed; null while that is waited for'),
});

export const actuatorView = z.object({
  kind: z.enum(['light', 'relay', 'lock', 'gate', 'siren', 'machine']),
  channels: z.array(actuatorChannelView).describe('Those that were ever asked for something'),
});

/** What an operator asks of an actuator. */
export const actuatorRequest = z.strictObject({
  do: z.enum(['on', 'off', 'write', 'call', 'safe']).describe('safe: back into its safe state'),
  channel: z.int().min(0).max(63).default(0).describe('Channel of a relay, from 0'),
  brightness: z.number().min(0).max(1).default(1).describe('Of a light'),
  color: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/)
    .optional()
    .describe('Of a light, #RRGGBB'),
  name: z.string().max(128).optional().describe('Name of the value to write or the method to call, as store.yaml gives it'),
  value: z.union([z.number(), z.boolean(), z.string().max(256)]).optional(),
  arguments: z
    .array(z.union([z.number(), z.boolean(), z.string().max(256)]))
    .max(16)
    .default([]),
  forS: z.number().min(0.1).max(86_400).default(15).describe('Back into its safe state after so long; no longer than its maxOnS'),
});

/** What became of an operator's request at once; what the device made of it stands in the audit log. */
export const actuatorAnswer = z.object({
  result: z
    .enum(['asked', 'extended', 'barred', 'pending'])
    .describe('asked: a command is on its way; extended: it stays as it is for longer; barred: nothing is sent; pending: no answer yet'),
  reason: z.string().describe('Code of the reason'),
  command: z.string().nullable().describe('Name of the command in the audit log'),
  until: time.nullable().describe('When it goes back into its safe state'),
});

const auditBy = byView.extend({
  kind: z.enum(['offer', 'rule', 'operator', 'console']).describe('console: somebody at the command line of the gateway'),
});

/** A row of the audit log. */
export const auditEntry = z.object({
  seq: z.int(),
  at: time,
  kind: z
    .enum(['commanded', 'extended', 'barred', 'answered', 'lost', 'saved', 'did'])
    .describe(
      'barred: it was to be asked and was not; answered: what became of a command; lost: it said goodbye while it was held; saved: an operator saved a file of the shop, `detail` names the parts that changed; did: somebody did something else with the gateway',
    ),
  deed: z.string().nullable().describe('What was done; null for other kinds'),
  about: z.string().nullable().describe('Ids of what it was done to; null for other kinds and where there is none'),
  device: z.string().describe('The actuator; the file that was saved; empty for a deed'),
  channel: z.int().nullable(),
  command: z.string().nullable(),
  toward: z.enum(['use', 'safe']).nullable().describe('Away from its safe state, or back into it'),
  action: actionView.nullable(),
  by: auditBy.nullable(),
  run: z.string().nullable().describe('The decision of the offer, the run of the rule, the request of the operator'),
  reason: z.string().nullable().describe('Code of the reason'),
  because: z.string().nullable().describe('The reason in words'),
  until: time.nullable(),
  attempt: z.int().nullable(),
  outcome: z.enum(['done', 'refused', 'unproved', 'superseded']).nullable(),
  detail: z.string(),
  event: z.int().describe('Number of the event in the ledger; 0 for what is no event of the shop'),
  body: z.string().describe('What the hash covers beside seq, event, at, kind and device'),
  hash: z.string().describe('SHA-256 over JSON of [hash of the row before, seq, event, at, kind, device, body], hex'),
});

export const auditSums = z.object({
  rows: z.int(),
  deeds: z.int().describe('Things that people did'),
  commands: z.int().describe('Commands to actuators'),
  failed: z.int().describe('Refused, barred, or not proved'),
  who: z.array(z.object({ kind: z.enum(['offer', 'rule', 'operator', 'console']), id: z.string(), rows: z.int() })),
  what: z.array(z.object({ what: z.string().describe('A kind of row, or the code of a deed'), rows: z.int() })),
  outcomes: z.array(z.object({ outcome: z.string(), rows: z.int() })),
});

export const auditCheck = z.object({
  rows: z.int(),
  deletedUpTo: z.int().describe('Newest row that was deleted because it was older than privacy.auditDays; 0: none'),
  headSeq: z.int(),
  headHash: z.string().describe('Note it elsewhere: a later check with ?head= tells whether the log was written anew since'),
  broken: z
    .object({ seq: z.int(), what: z.enum(['changed', 'missing']) })
    .nullable()
    .describe('The first row that is not as it was written'),
  isHeadKnown: z.boolean().nullable().describe('Whether the hash that was asked for is one of the chain; null when none was'),
});

export type ActuatorRequest = z.infer<typeof actuatorRequest>;
export type ActuatorAnswer = z.infer<typeof actuatorAnswer>;
export type ActuatorChannelView = z.infer<typeof actuatorChannelView>;
export type ActuatorView = z.infer<typeof actuatorView>;
export type AuditEntry = z.infer<typeof auditEntry>;
/** As the ledger has it: what it means in words depends on who reads it. */
export type AuditRow = Omit<z.infer<typeof auditEntry>, 'because'>;
export type AuditSums = z.infer<typeof auditSums>;
export type AuditCheck = z.infer<typeof auditCheck>;
