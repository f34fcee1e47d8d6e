import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { drivers } from '../../devices/index.ts';
import type { DeviceCommand } from '../../devices/kit/command.ts';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { WORDS } from '../../gateway/explain/all-words.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { codeBlock, readDoc } from './read-docs.ts';

const text = readDoc('docs/outputs.md').split('\n## Webhooks\n')[0] ?? '';
const one = z.strictObject;
const base = { id: z.string(), deadline: z.int() };
const forMs = z.int().positive().nullable();
const value = z.union([z.number(), z.boolean(), z.string()]);
const shown = one({ title: z.string(), body: z.string(), priceMinor: z.int().optional(), currency: z.string().optional() });
/** The compiler finds a kind that is missing, and a field that is not one of the command's. */
const COMMANDS = {
  show: one({ ...base, kind: z.literal('show'), showForMs: z.int(), content: z.record(z.string(), shown) }),
  switch: one({ ...base, kind: z.literal('switch'), on: z.boolean(), channel: z.int(), forMs }),
  light: one({ ...base, kind: z.literal('light'), on: z.boolean(), brightness: z.number(), color: z.string().nullable(), forMs }),
  write: one({ ...base, kind: z.literal('write'), name: z.string(), value }),
  call: one({ ...base, kind: z.literal('call'), name: z.string(), arguments: z.array(value) }),
} satisfies {
  readonly [Kind in DeviceCommand['kind']]: z.ZodType<{ readonly [Key in keyof Extract<DeviceCommand, { kind: Kind }>]: unknown }>;
};

describe('docs/outputs.md', () => {
  it('has an example of every kind of command, with its fields and no others', () => {
    const examples = [...text.matchAll(/```json\n([\s\S]*?)\n```/g)].map(
      ([, json = '']) => JSON.parse(json) as { kind: keyof typeof COMMANDS },
    );
    for (const example of examples) expect(() => COMMANDS[example.kind].parse(example), example.kind).not.toThrow();
    expect(examples.map(({ kind }) => kind)).toEqual(Object.keys(COMMANDS));
  });

  it.each(['shown', 'done', 'refused', 'expired'])('says what the result %s means', (result) => {
    expect(text).toMatch(new RegExp(`^\\| [^|]*\`${result}\``, 'm'));
  });

  it('has a shop with actuators that the gateway takes', () => {
    const file = join(temporaryFolder(), 'store.yaml');
    writeFileSync(file, codeBlock('docs/outputs.md', 'actuators'));
    const { config } = loadConfig({ file, env: {}, flags: {}, drivers });
    expect(config.devices.filter(({ actuator }) => actuator).map(({ id }) => id)).toEqual(['strip', 'cabinet', 'siren', 'hvac']);
  });

  it.each(Object.keys(WORDS.en.actuators))('says what the reason %s of an actuator means', (reason) => {
    expect(text.split('\n## Actuators\n')[1]).toMatch(new RegExp(`^\\| [^|]*\`${reason}\``, 'm'));
  });
});
