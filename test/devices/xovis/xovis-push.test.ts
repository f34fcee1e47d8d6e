import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { xovisPush } from '../../../devices/xovis/xovis-push.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

function install(settings: unknown = {}) {
  const context = freshContext(xovisPush, 'sensor', settings);
  const say = (payload: unknown) =>
    xovisPush.decode(
      { device: asId<DeviceId>('sensor'), topic: '', bytes: Buffer.from(JSON.stringify(payload)), receivedAt: EXAMPLE_RECEIVED_AT },
      context,
    );
  return { say, context };
}
const counts = (...named: [name: string, value: unknown][]) => named.map(([name, value], id) => ({ id, name, value }));
const push = (package_info: object, records: unknown = [{ to: '2026-01-15T09:00:00Z', counts: counts(['fw', 3], ['bw', 1]) }]) => ({
  logics_data: { package_info, sensor_info: { time: '2026-01-15T09:00:00Z' }, logics: [{ id: 5, name: 'Door', records }] },
});

describe('xovis-push', () => {
  it('notes lost pushes by agent, drops repeated ones, and begins again with a sensor that does', () => {
    const { say } = install();
    expect(say(push({ id: 7, agent_id: 1 }))).toMatchObject({ readings: [{ in: 3, out: 1 }] });
    expect(say(push({ id: 7, agent_id: 1 }))).toEqual({ ok: true, readings: [], none: 'repeated' });
    expect(say(push({ id: 7, agent_id: 2 }))).not.toHaveProperty('warnings');
    expect(say(push({ id: 9, agent_id: 1 }))).toMatchObject({ readings: [{ in: 3 }], warnings: ['lost-push'] });
    expect(say(push({ id: 1, agent_id: 1 }))).not.toHaveProperty('warnings');
    expect(say(push({}))).not.toHaveProperty('warnings');
  });

  it('counts a push that is sent again after a refused one', () => {
    const { say } = install();
    expect(say(push({ id: 7 }, [{ counts: counts(['fw', -1]) }]))).toMatchObject({ code: 'out-of-range' });
    expect(say(push({ id: 7 }))).toMatchObject({ readings: [{ in: 3 }] });
  });

  it('remembers a bounded number of agents', () => {
    const { say, context } = install();
    for (let agent = 0; agent < 40; agent++) say(push({ id: 1, agent_id: agent }));
    expect(Object.keys(context.memory.pushes as object)).toHaveLength(8);
  });

  it('measures lateness with the clock of the sensor, which may stand wrong', () => {
    const wrong = push({ id: 1 }, [{ to: '2020-01-01T00:00:00Z', counts: counts(['fw', 3]) }]);
    const sensor_info = { time: '2020-01-01T00:05:00Z' };
    expect(install().say({ logics_data: { ...wrong.logics_data, sensor_info } })).toMatchObject({
      readings: [{ in: 3, at: EXAMPLE_RECEIVED_AT }],
    });
    expect(install().say(wrong)).toMatchObject({ readings: [], none: 'late', warnings: ['late'] });
  });

  it('names lines as store.yaml wants them, and leaves balances and stays out', () => {
    expect(install({ lines: 'id' }).say(push({ id: 1 }))).toMatchObject({ readings: [{ line: '5' }] });
    const balance = [{ to: '2026-01-15T09:00:00Z', counts: counts(['balance', -4]) }];
    expect(install().say(push({ id: 1 }, balance))).toMatchObject({ readings: [], none: 'no-counts' });
  });

  it.each([
    ['records that are no list', push({ id: 1 }, {}), 'wrong-type'],
    ['a window without counts', push({ id: 1 }, [{}]), 'wrong-type'],
    ['half a person', push({ id: 1 }, [{ counts: counts(['fw', 0.5]) }]), 'wrong-type'],
    ['a number of the push that is a text', push({ id: 'x' }), 'wrong-type'],
    [
      'more windows than a week has',
      push(
        { id: 1 },
        Array.from({ length: 2_001 }, () => ({ counts: [] })),
      ),
      'too-many',
    ],
    ['logics that are missing', { logics_data: {} }, 'wrong-type'],
  ])('refuses %s', (_name, payload, code) => expect(install().say(payload)).toMatchObject({ ok: false, code }));
});
