import { describe, expect, it } from 'vitest';
import {
  type Decoded,
  type DeviceDriver,
  type DeviceReading,
  type DriverContext,
  freshContext,
} from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import type { StreamProtocol } from '../../../devices/kit/stream.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import type { TagRead } from '../../../gateway/domain/readings.ts';
import type { Dbm } from '../../../gateway/domain/units.ts';

const device = asId<DeviceId>('gate');

export const FIRST_EPC = '30340242201D884000000001';
const EPCS = [FIRST_EPC, '30340242201D884000000002', 'A1B2C3D4', `3014${'0123456789ABCDEF'.repeat(6)}`] as const;

/** A read that every serial reader can say something of. */
export const someRead = (epc: string, more: Partial<TagRead> = {}): TagRead =>
  ({
    device,
    at: EXAMPLE_RECEIVED_AT,
    reportedAt: null,
    receivedAt: EXAMPLE_RECEIVED_AT,
    kind: 'tag',
    epc,
    antenna: 1,
    rssi: -60 as Dbm,
    tid: null,
    count: 1,
    detail: null,
    ...more,
  }) as TagRead;

export const streamOf = ({ stream }: DeviceDriver): StreamProtocol => {
  if (!stream) throw new Error('not a driver of a stream');
  return stream;
};

export const decodeOne = (driver: DeviceDriver, bytes: Uint8Array | string, context = freshContext(driver)): Decoded =>
  driver.decode({ device, topic: '', bytes: Buffer.from(bytes), receivedAt: EXAMPLE_RECEIVED_AT }, context);

/** What comes of the chunks of one connection, the silence after them included. */
export function hear(
  driver: DeviceDriver,
  chunks: readonly Uint8Array[],
  context: DriverContext = freshContext(driver),
): readonly Decoded[] {
  const framer = streamOf(driver).createFramer();
  const pieces = [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.flush()];
  return pieces.map((piece) => (piece.ok ? decodeOne(driver, piece.bytes, context) : piece));
}

export const readingsOf = (heard: readonly Decoded[]): DeviceReading[] => heard.flatMap((each) => (each.ok ? [...each.readings] : []));
export const epcsOf = (heard: readonly Decoded[]): string[] =>
  readingsOf(heard).flatMap((reading) => (reading.kind === 'tag' ? [reading.epc] : []));

/** The words of the turns as hex, '-' for silence. */
export const wordsOf = (driver: DeviceDriver, turns: number, settings: unknown = {}, antennas: readonly number[] = [1]): string[] => {
  const options = { antennas, settings: freshContext(driver, 'gate', settings).settings };
  const { poll } = streamOf(driver);
  return Array.from({ length: turns }, (_, turn) => {
    const words = poll?.say(turn, options) ?? [];
    // One word a turn: a reader hears nothing while it answers.
    expect(words.length).toBeLessThanOrEqual(1);
    return words[0] === undefined ? '-' : Buffer.from(words[0]).toString('hex');
  });
};

/** Checks that hold for every reader on a stream; `isChecked` when its messages carry a checksum. */
export function describeStream(driver: DeviceDriver, { isChecked }: { readonly isChecked: boolean }): void {
  const frames = (
    driver.encode?.(
      EPCS.map((epc) => someRead(epc)),
      device,
    ) ?? []
  ).map(({ bytes }) => Buffer.from(bytes));
  const all = Buffer.concat(frames);

  describe(`the stream of ${driver.driver}`, () => {
    it('gives every tag of merged messages', () => {
      expect(frames).toHaveLength(EPCS.length);
      expect(epcsOf(hear(driver, [all]))).toEqual(EPCS);
    });

    it('gives the same wherever it is cut in two, and byte by byte', () => {
      for (let cut = 0; cut <= all.length; cut++) expect(epcsOf(hear(driver, [all.subarray(0, cut), all.subarray(cut)]))).toEqual(EPCS);
      expect(
        epcsOf(
          hear(
            driver,
            [...all].map((byte) => Uint8Array.of(byte)),
          ),
        ),
      ).toEqual(EPCS);
    });

    it('gives nothing but refusals for the first part of a message', () => {
      const [first = Buffer.alloc(0)] = frames;
      const whole = isChecked ? first.length : first.indexOf('\n', 2);
      for (let cut = 1; cut < whole; cut++) {
        const heard = hear(driver, [first.subarray(0, cut)]);
        // Text whose last line end is missing stands, when its CRC is there.
        if (/[\r\n}]/.test(first.subarray(cut).toString('latin1')) && epcsOf(heard).length > 0) expect(epcsOf(heard)).toEqual([FIRST_EPC]);
        else expect(epcsOf(heard)).toEqual([]);
      }
    });

    it('finds the good messages after noise of every length, and after half a message', () => {
      const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = frames;
      for (let length = 1; length <= 40; length++) {
        const noise = Buffer.from(Array.from({ length }, (_, index) => (index * 37 + length * 11) & 0xff));
        // Line protocols lose the line that the noise runs into, never the next.
        const found = epcsOf(hear(driver, [Buffer.concat([noise, first, second])]));
        expect(found.slice(-1)).toEqual([EPCS[1]]);
        if (isChecked && driver.driver !== 'fonkan') expect(found).toEqual([EPCS[0], EPCS[1]]);
      }
      for (let cut = 1; cut < first.length; cut++) {
        const found = epcsOf(hear(driver, [Buffer.concat([first.subarray(0, cut), second, first, second])]));
        expect(found.slice(-1)).toEqual([EPCS[1]]);
      }
    });

    if (isChecked)
      it('never takes a message with a flipped bit for a tag that was not there', () => {
        const [first = Buffer.alloc(0)] = frames;
        for (let bit = 0; bit < first.length * 8; bit++) {
          const damaged = Buffer.from(first);
          damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          const found = epcsOf(hear(driver, [damaged]));
          // In text the letter in front of the tag and the line end are outside of its CRC.
          expect(driver.driver === 'fonkan' ? found.filter((epc) => epc !== FIRST_EPC) : found).toEqual([]);
          expect(epcsOf(hear(driver, [Buffer.concat([damaged, all])])).slice(-EPCS.length + 1)).toEqual(EPCS.slice(1));
        }
      });

    it('gives no tag for what a wrong speed makes of it', () => {
      // Every second bit is missed: half as many bytes, none of them as it was.
      const garbage = Buffer.from(
        Array.from({ length: all.length >> 1 }, (_, at) => ((all[2 * at] ?? 0) << 4) ^ ((all[2 * at + 1] ?? 0) >> 3)),
      );
      const heard = hear(driver, [garbage]);
      expect(heard.length).toBeGreaterThan(0);
      expect(epcsOf(heard)).toEqual([]);
    });
  });
}
