import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decoded, type DeviceReading, type DriverContext, freshContext } from '../../../devices/kit/define-device.ts';
import { writeCapabilities } from '../../../devices/kit/llrp/capabilities.ts';
import { bytesOf, u32, writeMessage } from '../../../devices/kit/llrp/message.ts';
import { MESSAGE } from '../../../devices/kit/llrp/numbers.ts';
import { tlv, tv } from '../../../devices/kit/llrp/parameters.ts';
import { type ReaderEvent, writeReaderEvents } from '../../../devices/kit/llrp/reader-events.ts';
import { writeStatus } from '../../../devices/kit/llrp/status.ts';
import { writeTag } from '../../../devices/kit/llrp/tag-report.ts';
import { llrp } from '../../../devices/llrp/llrp.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import { instant } from '../../../gateway/domain/units.ts';
import { LLRP_CAPABILITIES } from '../../../simulators/virtual/llrp-capabilities.ts';
import { numberedReads } from '../../support/numbered-reads.ts';

const NOW = 1_768_467_601_000;
const device = asId<DeviceId>('gate-1');
const decode = (bytes: Uint8Array, context: DriverContext = freshContext(llrp)): Decoded =>
  llrp.decode({ device, topic: '', bytes, receivedAt: instant(NOW) }, context);
const readings = (bytes: Uint8Array, context?: DriverContext): readonly DeviceReading[] => {
  const decoded = decode(bytes, context);
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.readings;
};
const report = (...parts: readonly Uint8Array[]): Uint8Array => writeMessage(MESSAGE.RO_ACCESS_REPORT, 1, ...parts);
const events = (...told: readonly ReaderEvent[]): Uint8Array =>
  writeMessage(MESSAGE.READER_EVENT_NOTIFICATION, 1, writeReaderEvents(NOW - 5, told));
const tag = { epc: '300000000000000000000001', antenna: 1, rssi: -50, utcMs: NOW - 10 };

describe('reports', () => {
  it('leave out tags that have no name, and say so', () => {
    const nameless = tlv(240, tlv(241, bytesOf(2, 16), Buffer.of(1, 2)));
    expect(decode(report(nameless, writeTag(tag)))).toMatchObject({ ok: true, readings: [{ epc: tag.epc }], warnings: ['nameless-tag'] });
    expect(decode(report(nameless))).toMatchObject({ ok: true, readings: [], none: 'nameless-tag', warnings: ['nameless-tag'] });
  });

  it('refuse an EPC of odd bits, of more than 31 words and an antenna beyond belief', () => {
    const data = (bits: number, bytes: number): Buffer => tlv(240, tlv(241, bytesOf(2, bits), Buffer.alloc(bytes)));
    expect(decode(report(data(90, 12)))).toMatchObject({ ok: false, code: 'bad-epc' });
    expect(decode(report(data(512, 64)))).toMatchObject({ ok: false, code: 'bad-epc' });
    expect(decode(report(writeTag({ ...tag, antenna: 257 })))).toMatchObject({ ok: false, code: 'out-of-range' });
  });

  it('lose a signal beyond belief and a count of nothing, not the read', () => {
    const odd = report(writeTag({ ...tag, rssi: -128 }), tlv(240, tv(13, Buffer.from(tag.epc, 'hex')), tv(8, bytesOf(2, 0))));
    expect(decode(odd)).toMatchObject({
      readings: [
        { epc: tag.epc, rssi: null },
        { epc: tag.epc, count: 1 },
      ],
      warnings: ['absurd-rssi'],
    });
  });

  it('and answers without their heads are understood', () => {
    const bare = (text: string): unknown => decode(Buffer.from(text, 'hex'));
    expect(bare('011f000800000000')).toEqual({ ok: true, readings: [], none: 'command-reply' });
    expect(bare('011f0008006500')).toMatchObject({ ok: false, code: 'bad-checksum' });
  });

  it('with the time since power-on only, or with an impossible one, count from their arrival', () => {
    const uptime = tlv(240, tv(13, Buffer.from(tag.epc, 'hex')), tv(3, bytesOf(8, 5_000_000)));
    expect(decode(report(uptime))).toMatchObject({ ok: true, readings: [{ at: NOW, reportedAt: null }], warnings: ['unusable-time'] });
    const never = tlv(240, tv(13, Buffer.from(tag.epc, 'hex')), tv(2, Buffer.alloc(8, 0xff)));
    expect(decode(report(never))).toMatchObject({ ok: true, readings: [{ at: NOW, reportedAt: null }], warnings: ['unusable-time'] });
    // 1970: the reader has never heard of the time.
    expect(decode(report(writeTag({ ...tag, utcMs: 5_000 })))).toMatchObject({ readings: [{ at: NOW }], warnings: ['absurd-time'] });
  });

  it('cut microseconds, and are believed as a whole or not at all', () => {
    const late = tlv(240, tv(13, Buffer.from(tag.epc, 'hex')), tv(2, bytesOf(8, (NOW - 10) * 1_000 + 999)));
    expect(readings(report(late))).toMatchObject([{ reportedAt: NOW - 10 }]);
    expect(decode(Buffer.concat([report(writeTag(tag)), report(Buffer.of(0xff))]))).toMatchObject({ ok: false, code: 'bad-checksum' });
  });

  it('are believed in a number that a reader can send', () => {
    const one = writeTag({ epc: '30000000' });
    expect(decode(report(...Array.from({ length: 5_001 }, () => one)))).toMatchObject({ ok: false, code: 'too-many' });
  });

  it('have fifty tags each when we write them', () => {
    const messages = llrp.encode?.(numberedReads(120), device) ?? [];
    expect(messages.map(({ bytes }) => readings(bytes).length)).toEqual([50, 50, 20]);
    expect(messages.map(({ bytes }) => u32(bytes, 6))).toEqual([1, 2, 3]);
    expect(messages.flatMap(({ bytes }) => readings(bytes)).map((read) => ({ ...read, receivedAt: read.reportedAt }))).toEqual(
      numberedReads(120).map((read) => ({ ...read, device, receivedAt: read.reportedAt })),
    );
  });
});

describe('what else a reader says', () => {
  it('becomes a state where an operator wants to see it', () => {
    expect(
      readings(
        events(
          { event: 'antenna', antenna: 1, isConnected: true },
          { event: 'antenna', antenna: 2, isConnected: false },
          { event: 'gpi', port: 1, isHigh: true },
          { event: 'buffer-level', percent: 90 },
          { event: 'exception', text: '' },
        ),
      ),
    ).toEqual([
      {
        device,
        at: NOW - 5,
        reportedAt: NOW - 5,
        receivedAt: NOW,
        kind: 'state',
        values: { antenna1Connected: true, antenna2Connected: false, gpi1: true, reportBufferPct: 90, exception: 'without a word' },
      },
    ]);
  });

  it.each([
    ['reader-event', events({ event: 'connection-close' })],
    ['reader-event', events()],
    ['keep-alive', writeMessage(MESSAGE.KEEPALIVE, 1)],
    ['command-reply', writeMessage(MESSAGE.ADD_ROSPEC_RESPONSE, 1, writeStatus(0))],
    ['command-reply', writeMessage(MESSAGE.GET_READER_CAPABILITIES_RESPONSE, 1, writeStatus(0))],
    ['command', writeMessage(MESSAGE.KEEPALIVE_ACK, 1)],
    ['vendor-message', writeMessage(MESSAGE.CUSTOM_MESSAGE, 1, bytesOf(4, 25_882))],
    ['no-tag', Buffer.concat([report(), writeMessage(MESSAGE.KEEPALIVE, 2)])],
  ])('is nothing: %s', (none, bytes) => expect(decode(bytes)).toEqual({ ok: true, readings: [], none }));

  it('is noted when it means that reads were lost, or that a command was refused', () => {
    expect(decode(events({ event: 'connection-attempt', outcome: 2 }))).toMatchObject({
      none: 'reader-event',
      warnings: ['connection-refused'],
    });
    expect(decode(events({ event: 'buffer-overflow' }))).toMatchObject({ none: 'reader-event', warnings: ['reads-lost-in-reader'] });
    const refused = { readings: [], warnings: ['command-refused'] };
    expect(decode(writeMessage(MESSAGE.ADD_ROSPEC_RESPONSE, 1, writeStatus(201)))).toMatchObject(refused);
    expect(decode(writeMessage(MESSAGE.ERROR_MESSAGE, 1, writeStatus(100)))).toMatchObject({ ...refused, none: 'reader-error' });
    expect(decode(writeMessage(MESSAGE.GET_READER_CAPABILITIES_RESPONSE, 1, writeStatus(109)))).toMatchObject(refused);
  });
});

describe('channels', () => {
  const capabilities = writeMessage(MESSAGE.GET_READER_CAPABILITIES_RESPONSE, 1, writeStatus(0), writeCapabilities(LLRP_CAPABILITIES));

  it('are frequencies from the table that the reader told last; unknown ones are none', () => {
    const context = freshContext(llrp);
    const of = (channel: number): unknown =>
      readings(report(writeTag({ ...tag, channel })), context).map((read) => 'detail' in read && read.detail);
    expect(of(1)).toEqual([null]);
    readings(capabilities, context);
    expect([of(1), of(12), of(13), of(0)]).toEqual([[{ frequencyKhz: 922_250 }], [{ frequencyKhz: 927_750 }], [null], [null]]);
  });

  it('are remembered as plain bounded data', () => {
    const context = freshContext(llrp);
    const many = { ...LLRP_CAPABILITIES, channelsKhz: Array.from({ length: 1_000 }, () => 922_250) };
    readings(writeMessage(MESSAGE.GET_READER_CAPABILITIES_RESPONSE, 1, writeStatus(0), writeCapabilities(many)), context);
    expect(structuredClone(context.memory)).toEqual({ channelsKhz: Array.from({ length: 256 }, () => 922_250) });
    const strange: DriverContext = { ...context, memory: { channelsKhz: 'a table of something else' } };
    expect(readings(report(writeTag({ ...tag, channel: 1 })), strange)).toMatchObject([{ detail: null }]);
  });
});

it('never throws and never hangs, whatever of a message is changed', () => {
  const messages = [
    report(writeTag({ ...tag, rssi: -50.5, phaseDeg: 10, tid: 'E28011602000', pcHex: '3000', channel: 2, count: 3 })),
    events({ event: 'exception', text: 'hot' }, { event: 'antenna', antenna: 1, isConnected: true }),
    writeMessage(MESSAGE.GET_READER_CAPABILITIES_RESPONSE, 1, writeStatus(0), writeCapabilities(LLRP_CAPABILITIES)),
    writeTag(tag),
  ];
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.constantFrom(...messages), fc.array(change, { minLength: 1, maxLength: 6 }), (message, changes) => {
      const bytes = Uint8Array.from(message);
      for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
      const decoded = decode(bytes);
      if (decoded.ok) expect(decoded.readings.length > 0 || decoded.none !== undefined).toBe(true);
      else expect(decoded.detail).not.toBe('');
    }),
    { numRuns: 3_000 },
  );
});
