import { describe, expect, it } from 'vitest';
import { hikvisionPeopleCounting } from '../../../devices/hikvision/hikvision-people-counting.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { readXml } from '../../../devices/kit/xml.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

function install(settings: unknown = {}) {
  const context = freshContext(hikvisionPeopleCounting, 'camera', settings);
  return (payload: string | Uint8Array) =>
    hikvisionPeopleCounting.decode(
      { device: asId<DeviceId>('camera'), topic: '', bytes: Buffer.from(payload), receivedAt: EXAMPLE_RECEIVED_AT },
      context,
    );
}
const alert = (method: string, more = '', dateTime = '2026-01-15T09:00:00Z') =>
  `<EventNotificationAlert><channelID>1</channelID><dateTime>${dateTime}</dateTime><eventType>PeopleCounting</eventType>` +
  `<peopleCounting><statisticalMethods>${method}</statisticalMethods><enter>3</enter><exit>2</exit></peopleCounting>${more}</EventNotificationAlert>`;

describe('hikvision-people-counting', () => {
  it('counts windows until the running totals of the day come', () => {
    const say = install();
    expect(say(alert('timeRange'))).toMatchObject({ readings: [{ form: 'increment', in: 3, out: 2 }] });
    expect(say(alert('signalTrigger'))).toMatchObject({ readings: [{ form: 'increment' }] });
    expect(say(alert('timeRange'))).toMatchObject({ readings: [], none: 'counts-left-out' });
    expect(say(alert('realTime'))).toMatchObject({ readings: [{ form: 'total' }] });
    expect(say(alert('signalTrigger'))).toMatchObject({ readings: [] });
    expect(install({ counts: 'period' })(alert('realTime'))).toMatchObject({ readings: [], warnings: ['counts-left-out'] });
  });

  it('counts nobody of what comes late, and still refuses it when it is damaged', () => {
    const late = '<isDataRetransmission>true</isDataRetransmission>';
    expect(install()(alert('timeRange', late))).toEqual({ ok: true, readings: [], none: 'late', warnings: ['late'] });
    expect(install()(alert('timeRange', late).replace('<enter>3', '<enter>x'))).toMatchObject({ code: 'wrong-type' });
    expect(install()(alert('timeRange', '<isDataRetransmission>false</isDataRetransmission>'))).toMatchObject({ readings: [{ in: 3 }] });
  });

  it('counts at the arrival when the camera tells its local time without a zone', () => {
    expect(install()(alert('realTime', '', '2026-01-15T17:00:00'))).toMatchObject({
      readings: [{ at: EXAMPLE_RECEIVED_AT, reportedAt: null }],
      warnings: ['unusable-time'],
    });
  });

  it('finds the alert beside a picture', () => {
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x3c, 0x45, 0xff, 0xd9]);
    const part = Buffer.from(
      `--b\r\nContent-Type: application/xml; charset="UTF-8"\r\n\r\n${alert('realTime')}\r\n--b\r\nContent-Type: image/jpeg\r\n\r\n`,
    );
    expect(install()(Buffer.concat([part, jpeg, Buffer.from('\r\n--b--')]))).toMatchObject({ readings: [{ in: 3, out: 2 }] });
  });

  it.each([
    ['a method of its own', alert('byHand'), 'out-of-range'],
    ['no numbers', '<EventNotificationAlert><eventType>PeopleCounting</eventType></EventNotificationAlert>', 'unknown-shape'],
    ['tags that do not match', alert('realTime').replace('</exit>', '</exits>'), 'unknown-shape'],
    ['entities', `<!DOCTYPE a [<!ENTITY x "9">]>${alert('realTime').replace('3', '&x;')}`, 'unknown-shape'],
    ['a number with an entity in it', alert('realTime').replace('3', '&#51;'), 'wrong-type'],
    ['nothing', '', 'empty'],
    ['a page', '<html></html>', 'unknown-shape'],
  ])('refuses %s', (_name, payload, code) => expect(install()(payload)).toMatchObject({ ok: false, code }));
});

describe('XML', () => {
  it('keeps text as text and leaves attributes and namespaces out', () => {
    expect(readXml('<a:b xmlns:a="x" c="1"><a:d> 007 </a:d><d>8</d></a:b>')).toEqual({ ok: true, value: { b: { d: ['007', '8'] } } });
  });

  it.each([
    ['too deep', '<a>'.repeat(40) + '</a>'.repeat(40)],
    ['too long', `<a>${'x'.repeat(65_536)}</a>`],
    ['a forbidden name', '<__proto__>1</__proto__>'],
    ['a document type in small letters', '<!doctype a><a/>'],
    ['cut short', '<a><b>1</b>'],
    ['text', 'no element'],
    ['nothing', ''],
  ])('is refused when it is %s', (_name, text) => expect(readXml(text)).toMatchObject({ ok: false }));
});
