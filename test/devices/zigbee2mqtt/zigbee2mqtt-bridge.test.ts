import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { zigbee2mqttBridge } from '../../../devices/zigbee2mqtt/zigbee2mqtt-bridge.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const decode = (topic: string, payload: unknown) =>
  zigbee2mqttBridge.decode(
    {
      device: asId<DeviceId>('bridge'),
      topic,
      bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
      receivedAt: EXAMPLE_RECEIVED_AT,
    },
    freshContext(zigbee2mqttBridge, 'zigbee2mqtt'),
  );

describe('zigbee2mqtt-bridge', () => {
  it('keeps no key of the network and no text of its log', () => {
    const config = { advanced: { network_key: [170, 187], pan_id: 6_754 }, mqtt: { password: 'secret' } };
    const decoded = decode('zigbee2mqtt/bridge/info', { version: '2.0.0', config, permit_join: false });
    expect(decoded).toMatchObject({
      readings: [
        { kind: 'state', values: { permitJoin: false } },
        { kind: 'info', firmware: '2.0.0' },
      ],
    });
    expect(JSON.stringify(decoded)).not.toMatch(/170|secret/);
    const log = decode('zigbee2mqtt/bridge/logging', { level: 'error', message: 'secret' });
    expect(log).toEqual({ ok: true, readings: [], none: 'log', warnings: ['bridge-error'] });
  });

  it('does not count the coordinator among its devices', () => {
    const list = [{ type: 'Coordinator' }, { type: 'Router', supported: true, interview_completed: true }];
    expect(decode('zigbee2mqtt/bridge/devices', list)).toMatchObject({
      readings: [{ values: { devices: 1, notInterviewed: 0, unsupported: 0 } }],
    });
  });

  it('tells its health', () => {
    const health = { process: { uptime_sec: 3_600 }, mqtt: { queued: 2, connected: true } };
    expect(decode('zigbee2mqtt/bridge/health', health)).toMatchObject({ readings: [{ values: { uptimeSec: 3_600, queuedMessages: 2 } }] });
  });

  it.each([
    ['shop/zigbee/bridge/groups', [], 'bridge-list'],
    ['zigbee2mqtt/bridge/event', { type: 'device_joined' }, 'bridge-event'],
    ['zigbee2mqtt/bridge/response/permit_join', { status: 'ok' }, 'command-reply'],
    ['zigbee2mqtt/bridge/request/restart', '', 'command'],
    ['zigbee2mqtt/bridge/health', {}, 'health'],
  ])('takes %s for nothing', (topic, payload, none) => expect(decode(topic, payload)).toEqual({ ok: true, readings: [], none }));

  it.each([
    ['zigbee2mqtt/bridge/state', '', 'empty'],
    ['zigbee2mqtt/bridge/state', { state: 'tired' }, 'unknown-shape'],
    ['zigbee2mqtt/bridge/info', [], 'wrong-type'],
    ['zigbee2mqtt/bridge/info', { permit_join: 'yes' }, 'wrong-type'],
    ['zigbee2mqtt/bridge/devices', Array.from({ length: 1_001 }, () => ({})), 'too-many'],
    ['zigbee2mqtt/door', { contact: true }, 'unknown-shape'],
  ])('refuses %s %j', (topic, payload, code) => expect(decode(topic, payload)).toMatchObject({ ok: false, code }));
});
