import { describe, expect, it } from 'vitest';
import { guessDrivers } from '../../devices/guess-driver.ts';
import { drivers } from '../../devices/index.ts';
import { type DeviceDriver, freshContext } from '../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../devices/kit/example-time.ts';
import { readingsIn, understand } from '../../devices/understand.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';

const device = asId<DeviceId>('device-1');
const receivedAt = EXAMPLE_RECEIVED_AT;
const message = (payload: string | Uint8Array, topic = '') => ({ topic, bytes: Buffer.from(payload) });

/** What the driver's own hardware sends for the readings of its examples. */
function voiceOf(driver: DeviceDriver): ReturnType<typeof message>[] {
  const readings = driver.examples.flatMap(({ readings: own }) => own.map((reading) => ({ device, receivedAt, ...reading })));
  // Examples are written as plain values: brands are a matter of types only.
  const said = driver.encode?.(readings as unknown as Parameters<NonNullable<DeviceDriver['encode']>>[0], device) ?? [];
  return said.map(({ topic, bytes }) => message(bytes, topic.replaceAll('{store}', 'shop')));
}
const speaking = drivers.filter((driver) => driver.encode !== undefined && voiceOf(driver).length > 0);
const meaning = (driver: DeviceDriver, messages: ReturnType<typeof voiceOf>): unknown =>
  readingsIn(
    understand(
      driver,
      messages.map((each) => ({ ...each, receivedAt })),
      freshContext(driver, device),
    ),
  );

describe('guessing a driver', () => {
  it('has drivers with a voice to be tried with', () => {
    expect(speaking.length).toBeGreaterThan(20);
  });

  it.each(speaking.map((driver) => [driver.driver, driver] as const))(
    'knows %s by its voice, or one that hears the same',
    (name, driver) => {
      const messages = voiceOf(driver);
      const [best] = guessDrivers(messages);
      expect(best?.share).toBeGreaterThan(0);
      if (best?.driver === name) return;
      const other = drivers.find((each) => each.driver === best?.driver);
      expect(other, best?.driver).toBeDefined();
      if (other) expect(meaning(other, messages), `taken for ${other.driver}`).toEqual(meaning(driver, messages));
    },
  );

  it('looks for our own JSON on its own topics only', () => {
    const weight = '{"channel":"1","grams":250}';
    expect(guessDrivers([message(weight, 'aisle/v1/shop/device-1/weight')])[0]).toEqual({ driver: 'canonical-json', share: 1 });
    expect(guessDrivers([message(weight, 'some/where/weight')]).map(({ driver }) => driver)).not.toContain('canonical-json');
  });

  it('counts a message without meaning half, a refused one not at all', () => {
    const tag = '{"tagInventoryEvent":{"epcHex":"30340242201D884000000001"}}';
    const topic = 'impinj/device-1/events';
    const shareOf = (...payloads: string[]) =>
      guessDrivers(payloads.map((payload) => message(payload, topic))).find(({ driver }) => driver === 'impinj-iot')?.share;
    expect([shareOf(tag), shareOf(tag, '[]'), shareOf(tag, '{'), shareOf('{')]).toEqual([1, 0.75, 0.5, undefined]);
  });

  it('knows nobody without messages', () => {
    expect(guessDrivers([])).toEqual([]);
  });
});
