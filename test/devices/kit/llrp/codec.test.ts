import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Capabilities,
  choosePower,
  modelName,
  readCapabilities,
  writeCapabilities,
} from '../../../../devices/kit/llrp/capabilities.ts';
import { bytesOf, readMessages, u64, writeMessage } from '../../../../devices/kit/llrp/message.ts';
import { IMPINJ, MESSAGE } from '../../../../devices/kit/llrp/numbers.ts';
import { custom, readParameters, tlv, tv } from '../../../../devices/kit/llrp/parameters.ts';
import { readKeepalive, writeReaderConfig } from '../../../../devices/kit/llrp/reader-config.ts';
import { type ReaderEvent, readReaderEvents, writeReaderEvents } from '../../../../devices/kit/llrp/reader-events.ts';
import { type RoSpec, readRoSpec, writeRoSpec } from '../../../../devices/kit/llrp/ro-spec.ts';
import { readStatus, writeStatus } from '../../../../devices/kit/llrp/status.ts';
import { readTagReports, writeTag } from '../../../../devices/kit/llrp/tag-report.ts';

const word = fc.integer({ min: 0, max: 0xffff });
const double = fc.integer({ min: 0, max: 0xffff_ffff });

describe('messages', () => {
  it('are read to the last byte or not at all', () => {
    const bytes = Buffer.concat([writeMessage(MESSAGE.KEEPALIVE, 1), writeMessage(MESSAGE.CLOSE_CONNECTION, 0xffff_ffff, Buffer.of(1, 2))]);
    expect(readMessages(bytes)).toMatchObject([
      { type: 62, id: 1 },
      { type: 14, id: 0xffff_ffff, body: Buffer.of(1, 2) },
    ]);
    for (let to = 1; to < bytes.length; to++) expect(typeof readMessages(bytes.subarray(0, to)) === 'string').toBe(to !== 10);
    expect(readMessages(new Uint8Array(0))).toEqual([]);
  });

  it('have numbers in big endian, exact up to 2^53', () => {
    expect(writeMessage(MESSAGE.RO_ACCESS_REPORT, 0x01020304, Buffer.of(9)).toString()).toBe(
      Buffer.from('043d0000000b0102030409', 'hex').toString(),
    );
    for (const value of [0, 1, 1_594_174_805_140_192, Number.MAX_SAFE_INTEGER]) expect(u64(bytesOf(8, value), 0)).toBe(value);
    expect(bytesOf(2, -5_725).toString('hex')).toBe('e9a3');
  });
});

describe('parameters', () => {
  it('that nobody knows are passed over by their length', () => {
    const bytes = Buffer.concat([tlv(999, Buffer.of(1, 2, 3)), custom(1, 2, Buffer.of(4)), tv(1, bytesOf(2, 7))]);
    expect(readParameters(bytes, 0, bytes.length)).toEqual([
      { type: 999, from: 4, to: 7 },
      { type: 1_023, from: 11, to: 20 },
      { type: 1, from: 21, to: 23 },
    ]);
  });

  it.each([
    ['a short one of unknown length', 'ff00', /nobody knows/],
    ['a short one that runs past its end', '8d0011', /runs past/],
    ['a length beyond the end', '00f0000900000000', /does not fit/],
    ['a length of nothing', '00f0000000000000', /does not fit/],
    ['reserved bits', '40f00004', /does not fit/],
    ['half a head', '00f0', /cut short/],
  ])('%s is damage', (_what, hex, said) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(readParameters(bytes, 0, bytes.length)).toMatch(said);
  });
});

describe('tag reports', () => {
  const report = (...parts: readonly Uint8Array[]) => readTagReports(tlv(240, ...parts));
  const epc = tv(13, Buffer.from('300000000000000000000001', 'hex'));

  it('take the finer signal of Impinj, phase and Doppler, and nothing of the same subtype of others', () => {
    const fine = [custom(IMPINJ, 57, bytesOf(2, -5_725)), custom(IMPINJ, 56, bytesOf(2, 1_024)), custom(IMPINJ, 68, bytesOf(2, -24))];
    expect(report(epc, tv(6, bytesOf(1, -57)), ...fine)).toMatchObject([{ rssi: -57.25, phaseDeg: 90, dopplerHz: -1.5 }]);
    expect(report(epc, tv(6, bytesOf(1, -57)), custom(161, 57, bytesOf(2, -1_000)))).toMatchObject([{ rssi: -57, phaseDeg: null }]);
    expect(report(epc, custom(IMPINJ, 56, bytesOf(2, 4_095)))).toMatchObject([{ phaseDeg: 359.91 }]);
    expect(report(epc, custom(IMPINJ, 56, bytesOf(2, 4_096)))).toMatchObject([{ phaseDeg: null }]);
    expect(report(epc, custom(IMPINJ, 57, Buffer.of(1)), custom(IMPINJ, 55, bytesOf(2, 9)))).toMatchObject([{ rssi: null, tid: null }]);
  });

  it('take the first time, else the last; uptime is no time', () => {
    const at = (type: number, micros: number): Buffer => tv(type, bytesOf(8, micros));
    expect(report(epc, at(4, 5_000_001), at(2, 3_000_001))).toMatchObject([{ utcMicros: 3_000_001, hasUptimeOnly: false }]);
    expect(report(epc, at(4, 5_000_001), at(3, 7))).toMatchObject([{ utcMicros: 5_000_001, hasUptimeOnly: false }]);
    expect(report(epc, at(5, 5_000_001))).toMatchObject([{ utcMicros: null, hasUptimeOnly: true }]);
  });

  it('never hold what was read from the memory of a tag', () => {
    const secret = 'C0FFEE42';
    const access = tlv(349, Buffer.of(0), bytesOf(2, 111), bytesOf(2, 2), Buffer.from(secret, 'hex'));
    const tags = report(epc, access);
    expect(tags).toHaveLength(1);
    expect(JSON.stringify(tags)).not.toContain(secret);
  });

  it('hold EPCs of every length; bits that do not fit their bytes are damage', () => {
    const data = (bits: number, hex: string): Buffer => tlv(241, bytesOf(2, bits), Buffer.from(hex, 'hex'));
    expect(report(data(32, '3000aabb'))).toMatchObject([{ epc: '3000AABB', epcBits: 32 }]);
    expect(report(data(496, 'ab'.repeat(62)))).toMatchObject([{ epc: 'AB'.repeat(62) }]);
    expect(report(data(0, ''))).toMatchObject([{ epc: '', epcBits: 0 }]);
    expect(report(data(33, '3000aabb'))).toMatch(/does not fit/);
    expect(report(tv(1, bytesOf(2, 1)))).toBe('a tag report without an EPC');
  });

  it('are read back as they were written', () => {
    const hexOf = (least: number, most: number) =>
      fc.uint8Array({ minLength: least * 2, maxLength: most * 2 }).map((bytes) => {
        const words = bytes.subarray(0, bytes.length - (bytes.length % 2));
        return Buffer.from(words).toString('hex').toUpperCase();
      });
    const tag = fc.record({
      epc: hexOf(2, 31),
      antenna: word,
      rssi: fc.integer({ min: -12_000, max: 2_000 }).map((cdbm) => cdbm / 100),
      channel: word,
      count: fc.integer({ min: 1, max: 0xffff }),
      utcMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
      pcHex: hexOf(1, 1),
      tid: hexOf(2, 6),
      dopplerHz: fc.integer({ min: -32_768, max: 32_767 }).map((raw) => raw / 16),
    });
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 5 }), (tags) => {
        const read = readTagReports(Buffer.concat(tags.map(writeTag)));
        expect(read).toMatchObject(tags.map(({ utcMs, ...rest }) => ({ ...rest, utcMicros: utcMs * 1_000, epcBits: rest.epc.length * 4 })));
      }),
    );
  });
});

describe('capabilities', () => {
  const known: Capabilities = {
    antennas: 4,
    maker: IMPINJ,
    model: 2_001_002,
    firmware: '5.14.0',
    powers: [
      { index: 7, dbm: 30 },
      { index: 1, dbm: 10 },
      { index: 4, dbm: 20.25 },
    ],
    hopTable: 3,
    channelsKhz: [922_250, 922_750],
  };

  it('are read back as they were written, hopping or not', () => {
    for (const each of [known, { ...known, hopTable: null }, { ...known, powers: [], channelsKhz: [], hopTable: null }])
      expect(readCapabilities(Buffer.concat([writeStatus(0), writeCapabilities(each)]))).toEqual(each);
    expect(readCapabilities(writeStatus(0))).toMatchObject({ antennas: 0, firmware: '', powers: [] });
  });

  it('name maker and model as far as they are known', () => {
    expect(modelName(known)).toBe('Impinj Speedway R420 (2001002)');
    expect(modelName({ ...known, model: 5 })).toBe('Impinj 5');
    expect(modelName({ ...known, maker: 161 })).toBe('Zebra (Motorola) 2001002');
    expect(modelName({ ...known, maker: 4_711 })).toBe('maker 4711 2001002');
  });

  it.each([
    [undefined, 7],
    [36, 7],
    [30, 7],
    [29.9, 4],
    [20.25, 4],
    [10, 1],
    [3, 1],
  ])('for at most %s dBm choose entry %s', (dbm, index) => expect(choosePower(known.powers, dbm)?.index).toBe(index));

  it('without a table choose none', () => expect(choosePower([], 30)).toBeNull());
});

describe('what is said to a reader', () => {
  it('is read back by a reader: any ROSpec', () => {
    const spec: fc.Arbitrary<RoSpec> = fc.record({
      id: double,
      start: fc.constantFrom('immediate', 'when-told'),
      stopAfterMs: fc.option(double),
      antennas: fc.uniqueArray(fc.integer({ min: 1, max: 32 }), { maxLength: 8 }),
      inventoryId: word,
      session: fc.integer({ min: 0, max: 3 }),
      population: word,
      mode: fc.option(word),
      transmitter: fc.option(fc.record({ hopTable: word, channel: word, power: word })),
      report: fc.constantFrom('each-tag', 'each-tag-impinj', null),
    });
    fc.assert(
      fc.property(spec, (each) => {
        expect(readRoSpec(writeRoSpec(each))).toEqual(each);
      }),
    );
    expect(readRoSpec(new Uint8Array(0))).toBeNull();
    expect(readRoSpec(tlv(177, bytesOf(4, 1)))).toBeNull();
  });

  it('asks for keep-alives in ms', () => {
    expect(readKeepalive(writeReaderConfig(5_000))).toBe(5_000);
    expect(readKeepalive(new Uint8Array(0))).toBeNull();
    expect(readKeepalive(Buffer.of(0, 0xff))).toBeNull();
  });
});

describe('what a reader says of itself', () => {
  const events: readonly ReaderEvent[] = [
    { event: 'connection-attempt', outcome: 2 },
    { event: 'antenna', antenna: 3, isConnected: true },
    { event: 'gpi', port: 2, isHigh: true },
    { event: 'buffer-level', percent: 80 },
    { event: 'buffer-overflow' },
    { event: 'exception', text: 'too hot' },
    { event: 'connection-close' },
  ];

  it('is read back as it was written', () => {
    expect(readReaderEvents(writeReaderEvents(1_768_467_600_000, events))).toEqual({ utcMicros: 1_768_467_600_000_000, events });
  });

  it('is damage when an event is cut short, and of no interest when it is unknown', () => {
    expect(readReaderEvents(tlv(246, tlv(255, Buffer.of(1))))).toBe('event 255 is cut short');
    expect(readReaderEvents(tlv(246, tlv(129, bytesOf(8, 1)), tlv(249, bytesOf(4, 1))))).toEqual({
      utcMicros: null,
      events: [{ event: 'other', type: 249 }],
    });
    expect(readReaderEvents(new Uint8Array(0))).toBe('a notification without its data');
  });

  it('has a status with the word of the standard, in one clean line', () => {
    expect(readStatus(writeStatus(0))).toEqual({ code: 0, name: 'M_Success', text: '' });
    expect(readStatus(writeStatus(201, 'no\r\nsuch\u0007 power'))).toEqual({ code: 201, name: 'P_FieldError', text: 'no such power' });
    expect(readStatus(writeStatus(777, 'x'.repeat(999)))).toMatchObject({ name: 'status 777', text: 'x'.repeat(200) });
    expect(readStatus(Buffer.from('ff', 'hex'))).toBeNull();
    expect(readStatus(new Uint8Array(0))).toBeNull();
  });
});

describe('any bytes', () => {
  const readers = [readMessages, readTagReports, readReaderEvents, readCapabilities, readRoSpec, readStatus, readKeepalive] as const;
  const good = [
    writeMessage(MESSAGE.KEEPALIVE, 1),
    writeTag({ epc: '300000000000000000000001', antenna: 1, rssi: -50.5, phaseDeg: 3, tid: 'E28011602000' }),
    writeReaderEvents(1, [{ event: 'exception', text: 'hot' }]),
    Buffer.concat([writeStatus(0, 'fine')]),
    writeReaderConfig(1_000),
  ];

  it('are read or refused, never more', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 120 }),
          fc.tuple(fc.constantFrom(...good), fc.nat(), fc.nat(255), fc.nat()).map(([bytes, at, byte, cut]) => {
            const changed = Uint8Array.from(bytes);
            changed[at % changed.length] = byte;
            return cut % 3 === 0 ? changed.subarray(0, cut % changed.length) : changed;
          }),
        ),
        (bytes) => {
          for (const read of readers) expect(() => read(bytes)).not.toThrow();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
