import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceDriver, DeviceReading } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { andCas } from '../../../devices/scales/and-cas.ts';
import { mtSics } from '../../../devices/scales/mt-sics.ts';
import { nci } from '../../../devices/scales/nci.ts';
import { sma } from '../../../devices/scales/sma.ts';
import { toledo8217 } from '../../../devices/scales/toledo-8217.ts';
import { toledoContinuous } from '../../../devices/scales/toledo-continuous.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import { grams } from '../../../gateway/domain/units.ts';
import { createListener, readStream, weightsOf } from '../../support/listener.ts';

const scales: readonly DeviceDriver[] = [andCas, mtSics, nci, sma, toledo8217, toledoContinuous];

const device = asId<DeviceId>('device-1');
const weighed = (value: number, stable: boolean): DeviceReading => ({
  device,
  at: EXAMPLE_RECEIVED_AT,
  reportedAt: null,
  receivedAt: EXAMPLE_RECEIVED_AT,
  kind: 'weight',
  channel: '1',
  grams: grams(value),
  stable,
});
const said = (driver: DeviceDriver, ...readings: readonly DeviceReading[]): Uint8Array =>
  Uint8Array.from(Buffer.concat((driver.encode?.(readings, device) ?? []).map(({ bytes }) => bytes)));

describe.each(scales)('$driver', (driver) => {
  it('gives the weights that were said, wherever the stream is cut', () => {
    const bytes = said(driver, weighed(1_240, true), weighed(0, true), weighed(20_815, true));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const listener = createListener(driver);
      const outcomes = [listener.hear(bytes.subarray(0, cut)), listener.hear(bytes.subarray(cut)), listener.silence()];
      expect(outcomes.flatMap(weightsOf)).toEqual([
        [1_240, true],
        [0, true],
        [20_815, true],
      ]);
      expect(outcomes.flatMap(({ refused }) => refused)).toEqual([]);
    }
  });

  it('reads back every weight that a shelf can hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 29_999 }), (value) => {
        expect(weightsOf(readStream(driver, said(driver, weighed(value, true))))).toEqual([[value, true]]);
      }),
    );
  });

  it('never gives a pan that moves as stable', () => {
    for (const [, stable] of weightsOf(readStream(driver, said(driver, weighed(815, false))))) expect(stable).toBe(false);
  });

  it('never gives half a message as a weight', () => {
    const bytes = said(driver, weighed(1_240, true));
    // The last byte of two is a line end that nobody waits for; a continuous frame is whole without its checksum.
    const least = driver === toledoContinuous || bytes.at(-2) === 0x0d ? 1 : 0;
    for (let length = 0; length < bytes.length - least; length++) {
      expect(weightsOf(readStream(driver, bytes.subarray(0, length)))).toEqual([]);
      // SMA's mark at the beginning is a line feed: without it every field is still in its place.
      if (length === 0 || (driver === sma && length === bytes.length - 1)) continue;
      expect(weightsOf(readStream(driver, bytes.subarray(bytes.length - length)))).toEqual([]);
    }
  });

  it('never gives another weight when a byte gets lost', () => {
    const bytes = said(driver, weighed(11_240, true));
    for (let lost = 0; lost < bytes.length; lost++) {
      const listener = createListener(driver);
      const rest = Uint8Array.from([...bytes.subarray(0, lost), ...bytes.subarray(lost + 1)]);
      const heard = [bytes, rest, bytes, bytes].flatMap((each) => weightsOf(listener.hear(each)));
      expect(heard.length, `byte ${lost}`).toBeGreaterThanOrEqual(2);
      for (const [value] of heard) expect(value, `byte ${lost}`).toBe(11_240);
    }
  });

  it('finds the next weight behind noise, wrong-baud bytes and a message that broke off', () => {
    const before = said(driver, weighed(777, true));
    const noises = [Uint8Array.of(0, 0xff, 0x80, 0xfe, 0x0d), Uint8Array.of(2, 2, 0x0d), before.subarray(0, before.length - 5)];
    for (const noise of noises) {
      const listener = createListener(driver);
      listener.hear(noise);
      listener.silence();
      expect(weightsOf(listener.hear(said(driver, weighed(1_240, true), weighed(1_240, true))))).toContainEqual([1_240, true]);
    }
  });

  it('makes no weight of noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        expect(weightsOf(readStream(driver, noise))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('names the pan as its setting says', () => {
    const outcome = readStream(driver, said(driver, weighed(1_240, true)), { channel: 'shelf-4-left' });
    expect(outcome.readings).toMatchObject([{ channel: 'shelf-4-left', grams: 1_240 }]);
  });

  it('refuses settings that it does not know', () => {
    expect(() => driver.settings?.parse({ chanel: '2' })).toThrow();
    expect(() => driver.settings?.parse({ channel: '' })).toThrow();
  });
});
