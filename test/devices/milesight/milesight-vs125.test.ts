import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { milesightVs125 } from '../../../devices/milesight/milesight-vs125.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

/** One sensor; messages come one after the other. */
function install(settings: unknown = {}) {
  const context = freshContext(milesightVs125, 'door', settings);
  return (body: object) =>
    milesightVs125.decode(
      {
        device: asId<DeviceId>('door'),
        topic: '',
        bytes: Buffer.from(JSON.stringify({ device_info: {}, time_info: { time: '2026-01-15T09:00:00Z' }, ...body })),
        receivedAt: EXAMPLE_RECEIVED_AT,
      },
      context,
    );
}
const trigger = { line_trigger_data: [{ line: 1, total: { in: 1, out: 0 } }] };
const period = { line_periodic_data: [{ line: 1, total: { in: 5, out: 4 } }] };
const total = { line_total_data: [{ line: 1, total: { in_counted: 50, out_counted: 40, capacity_counted: 10 } }] };

describe('milesight-vs125', () => {
  it('counts periods until totals come, and totals until single crossings come', () => {
    const say = install();
    expect(say(period)).toMatchObject({ readings: [{ in: 5, form: 'increment' }] });
    expect(say({ ...period, ...total })).toMatchObject({ readings: [{ in: 50, form: 'total' }, { kind: 'state' }] });
    expect(say(period)).toMatchObject({ readings: [], none: 'counts-left-out' });
    expect(say(trigger)).toMatchObject({ readings: [{ in: 1, form: 'increment' }] });
    expect(say({ ...period, ...total })).toMatchObject({
      readings: [{ kind: 'state', values: { line1Capacity: 10 } }],
      warnings: ['counts-left-out'],
    });
  });

  it.each([
    ['trigger', { in: 1, form: 'increment' }],
    ['period', { in: 5, form: 'increment' }],
    ['total', { in: 50, form: 'total' }],
  ])('counts by %s where store.yaml says so', (counts, wanted) => {
    const decoded = install({ counts })({ ...trigger, ...period, ...total });
    expect(decoded.ok && decoded.readings.filter(({ kind }) => kind === 'count')).toMatchObject([wanted]);
  });

  it('knows lines by their number: two with one uuid stay two, one told twice is one', () => {
    const lines = (...numbers: number[]) => ({
      line_trigger_data: numbers.map((line) => ({ line, line_uuid: 'same', total: { in: line, out: 0 } })),
    });
    expect(install()(lines(1, 2))).toMatchObject({ readings: [{ line: '1' }, { line: '2' }] });
    const twice = install()(lines(1, 1));
    expect(twice.ok && twice.readings).toHaveLength(1);
  });

  it('takes no track of a person over', () => {
    const stay = { region_trigger_data: { dwell_time_data: [{ region: 1, people_id: 4_711, duration: 900 }] } };
    const decoded = install()(stay);
    expect(decoded).toMatchObject({ readings: [{ kind: 'state', values: { region1StayMs: 900 } }] });
    expect(JSON.stringify(decoded)).not.toContain('4711');
  });

  it('says what the device is once, and again when it changes', () => {
    const say = install();
    const about = (firmware_version: string) => ({ ...trigger, device_info: { device_sn: 'S1', firmware_version } });
    const infos = [about('1'), about('1'), about('2')].map((body) => {
      const decoded = say(body);
      return decoded.ok && decoded.readings.some(({ kind }) => kind === 'info');
    });
    expect(infos).toEqual([true, false, true]);
  });

  it.each([
    ['lines that are no list', { line_trigger_data: {} }, 'wrong-type'],
    ['a line that is a number', { line_trigger_data: [1] }, 'wrong-type'],
    ['a line number of a hundred', { line_trigger_data: [{ line: 100, total: { in: 0, out: 0 } }] }, 'out-of-range'],
    ['more lines than any device', { line_trigger_data: Array.from({ length: 33 }, () => ({})) }, 'too-many'],
    ['half a person in a region', { region_data: { region_count_data: [{ region: 1, total: { current_total: 0.5 } }] } }, 'wrong-type'],
  ])('refuses %s', (_name, body, code) => expect(install()(body)).toMatchObject({ ok: false, code }));
});
