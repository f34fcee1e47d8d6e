import { z } from 'zod';

/** Texts, numbers, switches, lists, or a group of them: what one setting can be. */
const settingValue = z.union([
  z.string().max(100_000),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string().max(1_000), z.number()])).max(10_000),
  z.record(z.string().max(64), z.unknown()),
]);

export const fileProblem = z.object({
  path: z.string().describe('Dotted path of the setting; empty for the file as a whole'),
  line: z.int().nullable().describe('1-based line of the file as it would be saved; null for what is not in the file'),
  column: z.int().nullable(),
  message: z.string(),
  code: z.string(),
  next: z.string(),
});

/** `demo` and `unwritable` may be tried, only not saved. */
export const fileLock = z
  .enum(['demo', 'no-file', 'read-only', 'unwritable'])
  .nullable()
  .describe('Why nothing can be saved; null when it can. read-only: this login may only look');

const waitingChange = z.object({
  path: z.string().describe('Entries of lists by their id: `zones.tea.kind`'),
  running: z.unknown().describe('What the gateway was started with; absent when it had no such value'),
  next: z.unknown().describe('What it starts with next; absent when the value is gone. Secrets are not told'),
});

const setting = z.object({
  path: z.string(),
  section: z.string(),
  type: z
    .enum(['text', 'texts', 'number', 'integer', 'switch', 'choice', 'choices', 'list', 'numbers', 'hours', 'structure', 'group'])
    .describe('group: a part of the file that is there or not; structure: a group of the shop’s own names, as YAML'),
  description: z.string().describe('From the schema; English'),
  unit: z.string().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  choices: z.array(z.string()),
  fallback: settingValue.describe('The default; null where there is none'),
  isRequired: z.boolean().describe('Must be given where its group is given'),
  isSecret: z.boolean().describe('It is never shown; it can be set anew'),
  takesEffect: z.enum(['restart']).describe('When a change counts: with the next start of the gateway'),
  value: settingValue.describe('As the file has it, else the default; null for secrets and where there is neither'),
  isSet: z.boolean().describe('The file has it'),
  isModified: z.boolean().describe('The file has it, and other than the default'),
  line: z.int().nullable().describe('1-based line of the file'),
  override: z
    .object({ by: z.enum(['environment', 'flag']), name: z.string(), value: settingValue })
    .nullable()
    .describe('What goes before the file: a variable of the environment, or a flag of the command'),
});

export const settingsView = z.object({
  hash: z.string().describe('Of the file; `If-Match` of a save'),
  file: z.string().nullable().describe('Name of the file; null for a gateway that was started without one'),
  locked: fileLock,
  settings: z.array(setting),
  problems: z.array(fileProblem).describe('What is wrong with the file as it is: the gateway would not start with it'),
  waiting: z.array(waitingChange).describe('Where the file differs from what the gateway runs with: all of it waits for a restart'),
});

const settingChange = z.strictObject({
  path: z.string().max(200),
  value: settingValue.optional().describe('Absent: back to the default, and out of the file'),
});

export const settingsRequest = z.strictObject({ changes: z.array(settingChange).max(500) });

export const fileCheck = z.object({
  problems: z.array(fileProblem),
  diff: z
    .array(
      z.array(
        z.object({
          kind: z.enum(['same', 'gone', 'new']),
          text: z.string(),
          before: z.int().nullable(),
          after: z.int().nullable(),
        }),
      ),
    )
    .describe('Pieces of the file that would change, line by line; secrets are hidden'),
});

export type SettingValue = z.infer<typeof settingValue>;
export type SettingView = z.infer<typeof setting>;
export type SettingProblem = z.infer<typeof fileProblem>;
export type SettingsView = z.infer<typeof settingsView>;
export type SettingChange = z.infer<typeof settingChange>;
export type FileCheckView = z.infer<typeof fileCheck>;
