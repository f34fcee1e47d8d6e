import { describe, expect, it } from 'vitest';
import { homie } from '../../../devices/homie/homie.ts';
import type { DeviceCommand } from '../../../devices/kit/command.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

/** One device at `homie/5/node`, or wherever the topic says. */
function install(settings: unknown = {}) {
  const context = freshContext(homie, 'node', settings);
  const say = (topic: string, payload: unknown) =>
    homie.decode(
      {
        device: asId<DeviceId>('node'),
        topic,
        bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
        receivedAt: EXAMPLE_RECEIVED_AT,
      },
      context,
    );
  return { say, context };
}
const described = (properties: object) => ({ homie: '5.0', nodes: { relay: { properties } } });
const node = asId<DeviceId>('node');
const stated = { device: node, at: EXAMPLE_RECEIVED_AT, reportedAt: null, receivedAt: EXAMPLE_RECEIVED_AT, kind: 'state' } as const;
const toggle = { kind: 'switch', id: 'c1', deadline: 0, on: true, channel: 0, forMs: null } as const;

describe('homie', () => {
  it.each([
    ['temperature', '21.5', { kind: 'climate', temperature: 21.5 }],
    ['humidity', '40', { kind: 'climate', humidity: 40 }],
    ['illuminance', '300', { kind: 'climate', illuminanceLux: 300 }],
    ['door', 'true', { kind: 'climate', doorOpen: true }],
    ['door-inverted', 'true', { kind: 'climate', doorOpen: false }],
    ['occupied', 'true', { kind: 'presence', people: 1, counted: false }],
    ['people', '3', { kind: 'presence', people: 3, counted: true }],
    ['grams', '250.5', { kind: 'weight', channel: 'a/b', grams: 250.5, stable: false }],
    ['kilograms', '0.25', { kind: 'weight', channel: 'a/b', grams: 250, stable: false }],
    ['button', 'single', { kind: 'button', button: 'single' }],
    ['state', '1', { kind: 'state', values: { 'a/b': 1 } }],
  ])('takes a property for %s where store.yaml says so', (meaning, text, reading) => {
    const { say } = install({ properties: { 'a/b': meaning } });
    expect(say('homie/5/node/a/b', text)).toMatchObject({ ok: true, readings: [reading] });
  });

  it('believes a weight once it is said twice', () => {
    const { say } = install({ properties: { 'a/b': 'grams' } });
    const stable = ['250', '250', '900', '902'].map((text) => {
      const decoded = say('homie/5/node/a/b', text);
      return decoded.ok && decoded.readings.map((reading) => reading.kind === 'weight' && reading.stable);
    });
    expect(stable).toEqual([[false], [true], [false], [true]]);
  });

  it.each([
    ['door', '1', 'wrong-type'],
    ['occupied', 'yes', 'wrong-type'],
    ['people', '1.5', 'wrong-type'],
    ['people', '-1', 'out-of-range'],
    ['temperature', '900', 'out-of-range'],
    ['grams', 'heavy', 'wrong-type'],
    ['button', 'x'.repeat(65), 'wrong-type'],
  ])('refuses %s that is %j', (meaning, text, code) => {
    const { say } = install({ properties: { 'a/b': meaning } });
    expect(say('homie/5/node/a/b', text)).toMatchObject({ ok: false, code });
  });

  it('ignores what is set, wanted, removed or said for people, and notes alerts', () => {
    const { say } = install();
    expect(say('homie/5/node/a/b/set', 'true')).toMatchObject({ none: 'command' });
    expect(say('homie/5/node/a/b/$target', 'true')).toMatchObject({ none: 'target' });
    expect(say('homie/5/node/a/b', '')).toMatchObject({ none: 'removed' });
    expect(say('homie/5/node/$log/error', 'x')).toMatchObject({ none: 'log' });
    expect(say('homie/5/node/$alert/battery', 'low')).toEqual({ ok: true, readings: [], none: 'alert', warnings: ['device-alert'] });
    expect(say('homie/5/node/$alert/battery', '')).not.toHaveProperty('warnings');
    expect(say('homie/5/node/a/b', '\u0000')).toMatchObject({ readings: [{ values: { 'a/b': '' } }] });
  });

  it('understands older topics and their attributes', () => {
    const { say } = install();
    expect(say('homie/node/$state', 'alert')).toMatchObject({ readings: [{ kind: 'status', online: true }] });
    expect(say('homie/node/$fw/name', 'weather')).toMatchObject({ readings: [{ kind: 'info', model: 'weather' }] });
    say('homie/node/a/b/$datatype', 'string');
    expect(say('homie/node/a/b', '12')).toMatchObject({ readings: [{ values: { 'a/b': '12' } }] });
    expect(say('homie/node/a/$name', 'A')).toMatchObject({ none: 'attribute' });
  });

  it('keeps a bounded description, and none of a damaged one', () => {
    const { say, context } = install();
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`p${n}`, { datatype: 'integer' }]));
    say('homie/5/node/$description', described(many));
    expect(Object.keys(context.memory.properties as object)).toHaveLength(256);
    expect(say('homie/5/node/$description', '{')).toMatchObject({ ok: false, code: 'not-json' });
    expect(Object.keys(context.memory.properties as object)).toHaveLength(256);
  });

  it('switches what store.yaml names, or what the device says can be set', () => {
    const named = install({ switches: ['plug/on', 'plug/lamp'], base: 'shop' });
    const [sent] = homie.command?.({ ...toggle, channel: 1 }, named.context) ?? [];
    expect(sent).toMatchObject({ via: 'mqtt', topic: 'shop/5/node/plug/lamp/set' });
    expect(sent && Buffer.from('bytes' in sent ? sent.bytes : '').toString()).toBe('true');
    const { say, context } = install({ version: '4' });
    expect(homie.command?.(toggle, context)).toEqual([]);
    say(
      'homie/node/$description',
      described({ level: { datatype: 'float', settable: true }, on: { datatype: 'boolean', settable: true } }),
    );
    expect(homie.command?.(toggle, context)).toMatchObject([{ topic: 'homie/node/relay/on/set' }]);
  });

  it('refuses to switch for a time that nobody would end, and to write where no property is', () => {
    const { context } = install({ switches: ['plug/on'] });
    expect(homie.command?.({ ...toggle, forMs: 500 }, context)).toEqual([]);
    const write = { kind: 'write', id: 'c1', deadline: 0, name: 'plug/level', value: 0.5 } as const;
    expect(homie.command?.(write, context)).toMatchObject([{ topic: 'homie/5/node/plug/level/set' }]);
    expect(homie.command?.({ ...write, name: '../$state' }, context)).toEqual([]);
  });

  it('has obeyed when it publishes the value that was asked for, of that property', () => {
    const { context } = install({ switches: ['plug/on', 'plug/lamp'] });
    const proves = (asked: DeviceCommand, values: Readonly<Record<string, string | number | boolean>>) =>
      homie.confirms?.(asked, { ...stated, values }, context);
    const write = { kind: 'write', id: 'c1', deadline: 0, name: 'plug/level', value: 0.5 } as const;
    expect(proves({ ...toggle, channel: 1 }, { 'plug/on': true })).toBe(false);
    expect(proves({ ...toggle, channel: 1 }, { 'plug/lamp': false })).toBe(false);
    expect(proves({ ...toggle, channel: 1 }, { 'plug/lamp': true })).toBe(true);
    expect(proves({ ...toggle, channel: 7 }, { undefined: true })).toBe(false);
    expect([proves(write, { 'plug/level': 0.4 }), proves(write, { 'plug/level': 0.5 })]).toEqual([false, true]);
  });
});
