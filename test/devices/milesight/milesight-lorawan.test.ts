import { describe, expect, it } from 'vitest';
import { type DeviceDriver, freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { milesightVs121 } from '../../../devices/milesight/milesight-vs121.ts';
import { milesightVs133 } from '../../../devices/milesight/milesight-vs133.ts';
import { milesightVs350 } from '../../../devices/milesight/milesight-vs350.ts';
import { milesightWs202 } from '../../../devices/milesight/milesight-ws202.ts';
import { milesightWs301 } from '../../../devices/milesight/milesight-ws301.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const EUI = '24E124000000000B';
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A sensor whose messages come one after the other. */
function install(driver: DeviceDriver, settings: unknown = {}, address = 'sensor') {
  const context = freshContext(driver, address, settings);
  return (payload: unknown) =>
    driver.decode(
      {
        device: asId<DeviceId>('sensor'),
        topic: '',
        bytes: payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload)),
        receivedAt: EXAMPLE_RECEIVED_AT,
      },
      context,
    );
}
const period = hex('05cc 0200 0100');
const totals = hex('04cc 2800 2600');

describe('counts of Milesight sensors', () => {
  it('are those of the period until the first total, and never both', () => {
    const say = install(milesightVs350);
    expect(say(period)).toMatchObject({ readings: [{ form: 'increment', in: 2, out: 1 }] });
    expect(say(totals)).toMatchObject({ readings: [{ form: 'total', in: 40, out: 38 }] });
    expect(say(period)).toEqual({ ok: true, readings: [], none: 'counts-left-out', warnings: ['counts-left-out'] });
  });

  it('are the chosen ones where store.yaml chooses', () => {
    const both = Buffer.concat([totals, period]);
    expect(install(milesightVs350, { counts: 'period' })(both)).toMatchObject({ readings: [{ form: 'increment', in: 2 }] });
    expect(install(milesightVs350, { counts: 'total' })(both)).toMatchObject({ readings: [{ form: 'total', in: 40 }] });
    expect(install(milesightVs350, { counts: 'total' })(period)).toMatchObject({ readings: [], warnings: ['counts-left-out'] });
  });

  it('wait for the other side of a line, and take its last total then', () => {
    const say = install(milesightVs133);
    expect(say(hex('03d2 0a000000'))).toMatchObject({ readings: [], none: 'counts-left-out' });
    expect(say(hex('04d2 05000000'))).toMatchObject({ readings: [{ line: '1', in: 10, out: 5 }] });
    expect(say(hex('03d2 0b000000'))).toMatchObject({ readings: [{ line: '1', in: 11, out: 5 }] });
  });

  it('of an earlier hour count nobody, also beside those of now', () => {
    const history = hex('20ce 00b96769 00 0900 0900');
    expect(install(milesightVs350)(history)).toEqual({ ok: true, readings: [], none: 'history', warnings: ['history-left-out'] });
    const mixed = install(milesightVs350)(Buffer.concat([history, period]));
    expect(mixed).toMatchObject({ readings: [{ in: 2, out: 1 }], warnings: ['history-left-out'] });
  });

  it('beyond any shop are a warning, the rest of the uplink stands', () => {
    const decoded = install(milesightVs133)(hex('03d2 ffffffff 04d2 ffffffff 0fe3 01000000'));
    expect(decoded).toMatchObject({ ok: true, readings: [{ kind: 'presence', people: 1 }, { kind: 'state' }] });
    expect(decoded).toMatchObject({ warnings: expect.arrayContaining(['absurd-count']) });
  });
});

describe('uplinks', () => {
  it.each([
    ['a downlink', { deviceInfo: { devEui: EUI }, downlinkId: 1, gatewayId: 'a' }, 'command-reply'],
    ['an acknowledgement', { deviceInfo: { devEui: EUI }, acknowledged: true, fCntDown: 1 }, 'command-reply'],
    ['a status', { deviceInfo: { devEui: EUI }, margin: 10, batteryLevel: 90 }, 'status'],
    ['a log', { deviceInfo: { devEui: EUI }, level: 'ERROR', code: 'UPLINK_MIC' }, 'log'],
    ['a join of The Things Stack', { end_device_ids: { dev_eui: EUI }, join_accept: {} }, 'join'],
    ['an uplink without data', { deviceInfo: { devEui: EUI }, fCnt: 1, fPort: 85, data: '' }, 'empty-uplink'],
    ['another port', { fPort: 10, data: '0300' }, 'other-port'],
    ['another sensor', { devEUI: '24e124000000000c', fPort: 85, data: '030001' }, 'other-device'],
    ['another sensor in base64', { devEUI: 'JOEkAAAAAAw=', fPort: 85, data: '030001' }, 'other-device'],
  ])('are not %s', (_name, payload, none) =>
    expect(install(milesightWs301, {}, EUI)(payload)).toMatchObject({ ok: true, readings: [], none }),
  );

  it('of the sensor itself come with any form of its DevEUI', () => {
    const open = { readings: [{ kind: 'climate', doorOpen: true }] };
    for (const devEUI of [EUI, EUI.toLowerCase(), 'JOEkAAAAAAs=', '24-E1-24-00-00-00-00-0B'])
      expect(install(milesightWs301, {}, EUI)({ devEUI, fPort: 85, data: 'AwAB' }), devEUI).toMatchObject(open);
  });

  it('come in hex or base64, from The Things Stack in base64 only', () => {
    expect(install(milesightWs301)({ data: '030001' })).toMatchObject({ readings: [{ doorOpen: true }] });
    expect(install(milesightWs301)({ data: 'AwAB' })).toMatchObject({ readings: [{ doorOpen: true }] });
    // Hex digits all of them, and yet base64 of 04 00 01: the model knows no channel BA AB.
    expect(install(milesightWs202)({ data: 'BAAB' })).toMatchObject({ readings: [{ kind: 'state', values: { daylight: true } }] });
    const uplink_message = { f_port: 85, frm_payload: '030001' };
    expect(install(milesightWs301)({ uplink_message })).toMatchObject({ ok: false });
  });

  const HEARD = '2026-01-15T09:00:00.250Z';
  it.each<[string, unknown, number | null]>([
    ['The Things Network 2', { port: 85, payload_raw: 'AwAB', metadata: { time: HEARD } }, Date.parse(HEARD)],
    ['Helium', { port: 85, payload: 'AwAB', reported_at: Date.parse(HEARD) }, Date.parse(HEARD)],
    ['ThingPark', { DevEUI_uplink: { DevEUI: EUI, payload_hex: '030001', Time: HEARD, FPort: '85' } }, Date.parse(HEARD)],
    ['Loriot', { cmd: 'rx', EUI, ts: Date.parse(HEARD), port: 85, data: '030001' }, Date.parse(HEARD)],
    ['ChirpStack 3, whose gateway knows the time', { fPort: 85, data: 'AwAB', rxInfo: [{ time: HEARD }] }, Date.parse(HEARD)],
    ['a bridge that writes the port as a text', { fPort: '85', data: '030001' }, null],
    ['somebody who wrote the bytes out in hex', Buffer.from('03 00 01\n'), null],
    ['somebody who wrote the bytes out in base64', Buffer.from('AwAB'), null],
  ])('come from %s', (_name, payload, reportedAt) =>
    expect(install(milesightWs301)(payload)).toMatchObject({ readings: [{ kind: 'climate', doorOpen: true, reportedAt }] }),
  );

  it.each([
    ['a word where the port stands', { fPort: 'sensor', data: '030001' }],
    ['a number where the data stands', { fPort: 85, data: 30001 }],
    ['no base64', { fPort: 85, data: '*' }],
  ])('with %s are refused', (_name, payload) => expect(install(milesightWs301)(payload)).toMatchObject({ code: 'wrong-type' }));

  it('with one unknown channel are refused whole', () => {
    expect(install(milesightWs301)(hex('0300 01 0877 01'))).toMatchObject({ ok: false, code: 'unknown-shape' });
  });

  it('may hold a serial number of six or of eight bytes', () => {
    const say = install(milesightVs121);
    expect(say(hex('ff08 600000000001 ff09 0100'))).toMatchObject({ readings: [{ kind: 'info', serial: '600000000001' }] });
    expect(say(hex('ff08 6000000000000002 ff1f 07000055'))).toMatchObject({
      readings: [{ kind: 'info', serial: '6000000000000002', firmware: '7.0.0.85' }],
    });
  });

  it('with the answer to a setting say so', () => {
    expect(install(milesightVs121)(hex('f910 01 f810 01 00'))).toMatchObject({ none: 'command-reply' });
  });
});
