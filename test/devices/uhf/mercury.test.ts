import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { mercuryCommands } from '../../../devices/kit/serial-uhf/mercury-commands.ts';
import { mercuryReply } from '../../../devices/kit/serial-uhf/mercury-frame.ts';
import { mercury } from '../../../devices/uhf/mercury.ts';
import { decodeOne, describeStream, FIRST_EPC, readingsOf, someRead, streamOf, wordsOf } from './stream-checks.ts';

describeStream(mercury, { isChecked: true });

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const streamed = (change: (data: Buffer) => void = () => undefined): Uint8Array => {
  const [frame] = mercury.encode?.([someRead(FIRST_EPC)], someRead(FIRST_EPC).device) ?? [];
  const data = Buffer.from((frame?.bytes ?? new Uint8Array()).subarray(5, -2));
  change(data);
  return mercuryReply(0x22, 0, [...data]);
};

describe('mercury', () => {
  it.each([
    ['the keep-alive', mercuryReply(0x22, 0x0400), { none: 'keep-alive' }],
    ['nobody in the field', mercuryReply(0x21, 0x0400), { none: 'no-tag' }],
    ['a stream that begins', mercuryReply(0x2f, 0), { none: 'command-reply' }],
    ['a region that it has not', mercuryReply(0x97, 0x0105), { none: 'command-reply', warnings: ['command-failed'] }],
    ['a firmware that runs already', mercuryReply(0x04, 0x0101), { none: 'command-reply' }],
    ['a version of unknown form', mercuryReply(0x03, 0, [1, 2]), { none: 'command-reply' }],
    ['a reading that ended', mercuryReply(0x22, 0), { none: 'command-reply' }],
  ])('takes %s for no read and no error', (_name, bytes, expected) =>
    expect(decodeOne(mercury, bytes)).toEqual({ ok: true, readings: [], ...expected }),
  );

  it.each([
    [0x0504, 'readerTooHot'],
    [0x0505, 'antennaFault'],
  ])('tells status %i once, and when it is over', (status, name) => {
    const context = freshContext(mercury);
    const told = (bytes: Uint8Array) => readingsOf([decodeOne(mercury, bytes, context)]);
    expect(told(mercuryReply(0x22, status))).toMatchObject([{ kind: 'state', values: { [name]: true } }]);
    expect(told(mercuryReply(0x22, status))).toEqual([]);
    // Reads of another antenna are no sign that it is over.
    for (let n = 0; n < 100; n++) expect(told(streamed())).toMatchObject([{ kind: 'tag' }]);
    const states = Array.from({ length: 40 }, () => told(mercuryReply(0x22, 0x0400))).flat();
    expect(states).toMatchObject([{ kind: 'state', values: { [name]: false } }]);
  });

  it('keeps a single read whose tag CRC no usual PC proves, and notes it', () => {
    const single = (crc: number) => decodeOne(mercury, mercuryReply(0x21, 0, [...Buffer.from(FIRST_EPC, 'hex'), crc >> 8, crc & 0xff]));
    expect(single(0xc35b)).not.toHaveProperty('warnings');
    expect(single(0x3efe)).not.toHaveProperty('warnings');
    expect(single(0x1234)).toMatchObject({ readings: [{ epc: FIRST_EPC }], warnings: ['tag-crc-unproven'] });
  });

  it('reads over embedded data without keeping them', () => {
    const secret = [0xde, 0xad, 0xbe, 0xef];
    const bytes = streamed();
    const data = [...bytes.subarray(5, -2)];
    data[20] = 32;
    data.splice(21, 0, ...secret);
    const decoded = decodeOne(mercury, mercuryReply(0x22, 0, data));
    expect(decoded).toMatchObject({ readings: [{ epc: FIRST_EPC, antenna: 1, rssi: -60 }] });
    expect(JSON.stringify(decoded).toUpperCase()).not.toContain('DEADBEEF');
  });

  it('takes the port that heard the tag', () => {
    const antenna = (ports: number) =>
      readingsOf([
        decodeOne(
          mercury,
          streamed((data) => data.writeUInt8(ports, 8)),
        ),
      ])[0];
    expect(antenna(0x12)).toMatchObject({ antenna: 2 });
    expect(antenna(0x30)).toMatchObject({ antenna: 3 });
  });

  it.each([
    ['a tag of another protocol', (data: Buffer) => data.writeUInt8(7, 18), 'unknown-shape'],
    ['a record that says another length', (data: Buffer) => data.writeUInt8(16, 23), 'unknown-shape'],
    ['a tag CRC that is wrong', (data: Buffer) => data.writeUInt8(0, data.length - 1), 'bad-checksum'],
  ])('refuses %s', (_name, change, code) => expect(decodeOne(mercury, streamed(change))).toMatchObject({ ok: false, code }));

  it('takes the count that ends a round for no record, and refuses a tag that is too short', () => {
    expect(decodeOne(mercury, mercuryReply(0x22, 0, [0, 0, 3]))).toMatchObject({ ok: true, readings: [], none: 'command-reply' });
    expect(decodeOne(mercury, mercuryReply(0x21, 0, [1, 2, 3]))).toMatchObject({ ok: false, code: 'bad-epc' });
  });

  it('prepares the module and begins to stream, one word a turn', () => {
    const words = wordsOf(mercury, 30, { powerDbm: 27, region: 'europe' }, [1, 2]).filter((word) => word !== '-');
    const { boot, readContinuously, setAntennas, setReadPower, setRegion, stop, useGen2, version } = mercuryCommands;
    const wanted = [
      stop(),
      boot(),
      version(),
      stop(),
      setRegion('europe'),
      useGen2(),
      setAntennas([1, 2]),
      setReadPower(27),
      readContinuously(),
    ];
    expect(words).toEqual(wanted.map(hex));
    expect(hex(setReadPower(23)).slice(0, 10)).toBe('ff029208fc');
    expect(hex(setAntennas([1])).slice(0, 10)).toBe('ff02910101');
    expect(streamOf(mercury).stop?.({ antennas: [1], settings: {} })).toEqual([stop()]);
  });

  it('polls tag by tag where continuous reading is not to be had', () => {
    const words = wordsOf(mercury, 23, { reading: 'single', scanMs: 1_000 });
    expect(words.slice(-2)).toEqual(['ff022103e8d509', 'ff022103e8d509']);
  });
});
