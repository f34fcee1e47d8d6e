import { describe, expect, it } from 'vitest';
import type { DeviceCommand } from '../../../devices/kit/command.ts';
import { type Decoded, type DriverContext, freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { NODE_MEANINGS } from '../../../devices/kit/opcua/node-value.ts';
import { opcuaAutoid } from '../../../devices/opcua/opcua-autoid.ts';
import { opcuaNodes } from '../../../devices/opcua/opcua-nodes.ts';
import { opcua } from '../../../gateway/config/schema-transport.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const device = asId<DeviceId>('device-1');
const decode = (payload: object, context: DriverContext = freshContext(opcuaNodes)): Decoded =>
  opcuaNodes.decode({ device, topic: '', bytes: Buffer.from(JSON.stringify(payload)), receivedAt: EXAMPLE_RECEIVED_AT }, context);
const good = { status: 'Good', sourceTime: '2026-01-15T09:00:00Z' };

describe('opcua-nodes', () => {
  it('knows every meaning that store.yaml may give to a node', () => {
    for (const as of NODE_MEANINGS) {
      expect(opcua.safeParse({ url: 'opc.tcp://plc:4840', nodes: [{ node: 'ns=2;s=A', as }] }).success, as).toBe(true);
      expect(decode({ ...good, as, value: 1 }).ok, as).toBe(true);
    }
    expect(opcua.safeParse({ url: 'opc.tcp://plc:4840', nodes: [{ node: 'ns=2;s=A', as: 'voltage' }] }).success).toBe(false);
  });

  it('asks for certificates that are known unless store.yaml says otherwise', () => {
    expect(opcua.parse({ url: 'opc.tcp://plc:4840' })).toMatchObject({ security: 'sign-and-encrypt', trust: 'known', scanFrom: 'auto' });
  });

  it.each([
    ['BadSensorFailure', 'bad-quality'],
    ['BadCommunicationError', 'bad-quality'],
  ])('takes no value of quality %s', (status, none) => {
    for (const as of NODE_MEANINGS) expect(decode({ as, value: 1, status })).toEqual({ ok: true, readings: [], none, warnings: [none] });
  });

  it('marks what is uncertain', () => {
    expect(decode({ as: 'temperature', value: 4, status: 'UncertainSensorNotAccurate' })).toMatchObject({
      readings: [{ temperature: 4 }],
      warnings: ['uncertain-quality'],
    });
  });

  it('remembers each direction of each line, also over a restart', () => {
    const context = freshContext(opcuaNodes);
    expect(decode({ ...good, as: 'count-in', name: 'a', value: 10 }, context)).toMatchObject({ none: 'other-direction-unknown' });
    expect(decode({ ...good, as: 'count-out', name: 'b', value: 7 }, context)).toMatchObject({ none: 'other-direction-unknown' });
    const saved = { ...context, memory: JSON.parse(JSON.stringify(context.memory)) as Record<string, unknown> };
    expect(decode({ ...good, as: 'count-out', name: 'a', value: 4 }, saved)).toMatchObject({ readings: [{ line: 'a', in: 10, out: 4 }] });
    expect(decode({ ...good, as: 'count-in', name: 'a', value: 11 }, saved)).toMatchObject({ readings: [{ line: 'a', in: 11, out: 4 }] });
  });

  it('bounds what it remembers', () => {
    const context = freshContext(opcuaNodes);
    const told = Array.from({ length: 40 }, (_, line) => decode({ ...good, as: 'count-in', name: `line-${line}`, value: 1 }, context));
    expect(told.filter(({ ok }) => ok)).toHaveLength(32);
    expect(told.at(-1)).toMatchObject({ ok: false, code: 'too-many' });
  });

  it.each(['__proto__', 'constructor', 'toString'])('is not led astray by a line named %s', (name) => {
    const context = freshContext(opcuaNodes);
    decode({ ...good, as: 'count-in', name, value: 1 }, context);
    expect(decode({ ...good, as: 'count-out', name, value: 2 }, context)).toMatchObject({ readings: [{ line: name, in: 1, out: 2 }] });
    expect({}).not.toHaveProperty('in');
  });

  it('presses a button once', () => {
    expect(decode({ ...good, as: 'button', value: true })).toMatchObject({ readings: [{ kind: 'button', button: 'button' }] });
    expect(decode({ ...good, as: 'button', value: false })).toMatchObject({ readings: [], none: 'button-released' });
    expect(decode({ ...good, as: 'button', value: 7 })).toMatchObject({ ok: false, code: 'wrong-type' });
  });
});

describe('commands', () => {
  const asked = { id: 'c-1', deadline: 0 };
  const cases: readonly [DeviceCommand, object[]][] = [
    [{ ...asked, kind: 'write', name: 'setPoint', value: 4 }, [{ via: 'opcua', write: { name: 'setPoint', value: 4 } }]],
    [{ ...asked, kind: 'call', name: 'announce', arguments: ['x'] }, [{ via: 'opcua', call: { name: 'announce', arguments: ['x'] } }]],
    [{ ...asked, kind: 'switch', on: true, channel: 0, forMs: null }, [{ via: 'opcua', write: { name: 'switch', value: true } }]],
    [{ ...asked, kind: 'switch', on: false, channel: 2, forMs: null }, [{ via: 'opcua', write: { name: 'switch2', value: false } }]],
    [{ ...asked, kind: 'switch', on: true, channel: 0, forMs: 500 }, []],
    [{ ...asked, kind: 'light', on: true, brightness: 1, color: null, forMs: null }, []],
    [{ ...asked, kind: 'show', showForMs: 1, content: {} }, []],
  ];
  it.each(cases)('%o', (command, outgoing) => {
    for (const driver of [opcuaNodes, opcuaAutoid]) expect(driver.command?.(command, freshContext(driver))).toEqual(outgoing);
  });
});
