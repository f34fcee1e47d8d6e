import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DeviceCommand } from '../../devices/kit/command.ts';
import { readDoc } from './read-docs.ts';

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
});
