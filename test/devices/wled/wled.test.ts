import { describe, expect, it } from 'vitest';
import type { DeviceCommand } from '../../../devices/kit/command.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { wled } from '../../../devices/wled/wled.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const context = freshContext(wled, 'wled/shelf-4');
const decode = (end: string, payload: string | Uint8Array) =>
  wled.decode(
    { device: asId<DeviceId>('strip'), topic: `wled/shelf-4/${end}`, bytes: Buffer.from(payload), receivedAt: EXAMPLE_RECEIVED_AT },
    context,
  );
const base = { id: 'c-1', deadline: EXAMPLE_RECEIVED_AT + 5_000 };
const strip = { ...base, kind: 'light', on: true, brightness: 1, color: null, forMs: null } as const;
const plain = { ...base, kind: 'switch', on: true, channel: 0, forMs: null } as const;
const said = (command: DeviceCommand) =>
  wled.command?.(command, context).map((each) => (each.via === 'mqtt' ? [each.topic, Buffer.from(each.bytes).toString()] : each));
const isProof = (command: DeviceCommand, end: string, payload: string) => {
  const decoded = decode(end, payload);
  return decoded.ok && decoded.readings.some((reading) => wled.confirms?.(command, reading, context));
};

describe('wled', () => {
  it.each([
    ['c', '#00ff00aa', { kind: 'state', values: { color: '#00FF00AA' } }],
    ['status', 'online', { kind: 'status', online: true }],
  ])('understands %s %s', (end, payload, wanted) => expect(decode(end, payload)).toMatchObject({ readings: [wanted] }));

  it('does not hear its own commands', () => expect(decode('api', '{"on":true}')).toEqual({ ok: true, readings: [], none: 'command' }));

  it.each([
    ['g', '', 'empty'],
    ['g', '-1', 'unknown-shape'],
    ['g', Uint8Array.of(0xff), 'not-utf8'],
    ['v', '<vs></vs>', 'unknown-shape'],
    ['v', 'x'.repeat(4_097), 'too-many'],
    ['status', 'asleep', 'unknown-shape'],
    ['moon', '1', 'unknown-shape'],
  ])('refuses %s %s', (end, payload, code) => expect(decode(end, payload)).toMatchObject({ ok: false, code }));
});

describe('commands to WLED', () => {
  it.each([
    ['a plain switch', plain, [['wled/shelf-4', 'ON']]],
    ['a plain switch off', { ...plain, on: false }, [['wled/shelf-4', 'OFF']]],
    ['a switch for 61 s', { ...plain, forMs: 61_000 }, [['wled/shelf-4/api', '{"on":true,"nl":{"on":true,"dur":2,"mode":0,"tbri":0}}']]],
    ['dark for a while, which it cannot', { ...plain, on: false, forMs: 1_000 }, []],
    ['longer than its timer', { ...strip, forMs: 15_300_001 }, []],
    ['a strip', strip, [['wled/shelf-4/api', '{"on":true,"bri":255}']]],
    [
      'a dim orange strip',
      { ...strip, brightness: 0, color: '#FF8000' },
      [['wled/shelf-4/api', '{"on":true,"bri":1,"seg":[{"col":[[255,128,0]]}]}']],
    ],
    ['a strip off', { ...strip, on: false, color: '#FF8000' }, [['wled/shelf-4/api', '{"on":false}']]],
    ['a picture', { ...base, kind: 'show', showForMs: 1, content: {} }, []],
  ] as const)('says %s', (_name, command, wanted) => expect(said(command)).toEqual(wanted));

  it('takes the reported brightness for a proof, never the colour or an old level', () => {
    expect(isProof(strip, 'g', '255')).toBe(true);
    expect(isProof(strip, 'v', '<vs><ac>255</ac></vs>')).toBe(true);
    expect(isProof(strip, 'g', '40')).toBe(false);
    expect(isProof(strip, 'c', '#FFFFFF')).toBe(false);
    expect(isProof({ ...strip, on: false }, 'g', '0')).toBe(true);
    expect(isProof(plain, 'g', '12')).toBe(true);
    expect(isProof(plain, 'g', '0')).toBe(false);
    expect(isProof(plain, 'status', 'online')).toBe(false);
  });
});
