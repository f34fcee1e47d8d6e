import { expect } from 'vitest';
import type { DeviceCommand, Outgoing } from '../../../devices/kit/command.ts';
import { type DeviceDriver, freshContext } from '../../../devices/kit/define-device.ts';
import { pictureFields } from '../../../devices/kit/openepaperlink/upload.ts';
import { led8 } from '../../../devices/pole/led8.ts';
import { tasmota } from '../../../devices/tasmota/tasmota.ts';
import { wled } from '../../../devices/wled/wled.ts';
import type { Sample } from '../../support/corpus.ts';
import { defineFamily } from '../../support/real-messages.ts';

/** What a driver makes of a command: the one message that it sends. */
export function saidBy(driver: DeviceDriver, command: DeviceCommand, settings: unknown = {}, address = 'device-1'): Outgoing {
  const [outgoing, more] = driver.command?.(command, freshContext(driver, address, settings)) ?? [];
  expect(more).toBeUndefined();
  if (outgoing === undefined) throw new Error(`${driver.driver} does not obey`);
  return outgoing;
}

const bytesOf = (outgoing: Outgoing): Uint8Array => {
  if (!('bytes' in outgoing)) throw new Error('not sent as bytes');
  return outgoing.bytes;
};

const BASE = { id: 'c-1', deadline: 0 } as const;

/** By sample: what our own encoder makes for the same purpose, in the form of the sample. */
const MADE: Readonly<Record<string, (sample: Sample) => unknown>> = {
  'pole-led8-total': () =>
    bytesOf(
      saidBy(
        led8,
        {
          id: 'c-1',
          deadline: 0,
          kind: 'show',
          showForMs: 10_000,
          // Dinars have three digits behind the point.
          content: { en: { title: 'Total', body: '', priceMinor: 25_500, currency: 'KWD' } },
        },
        { lamp: 'total' },
      ),
    ),
  'oepl-imgupload'(sample) {
    const payload = sample.payload as { readonly fields: Readonly<Record<string, string>> };
    const { mac, ttl } = payload.fields;
    const fields = pictureFields({ mac: mac ?? '', ttlMs: 125_000, dither: 2, lut: 1 });
    // Whole minutes, where the sample has a word in their place.
    expect(fields.ttl).toBe('2');
    return { ...payload, fields: { ...fields, ttl, image: payload.fields.image } };
  },
  'wled-json-full'() {
    const outgoing = saidBy(wled, { ...BASE, kind: 'light', on: true, brightness: 1, color: null, forMs: null }, {}, 'wled/shelf');
    expect(outgoing).toMatchObject({ topic: 'wled/shelf/api' });
    return JSON.parse(Buffer.from(bytesOf(outgoing)).toString());
  },
  'wled-plain-on'() {
    const outgoing = saidBy(wled, { ...BASE, kind: 'switch', on: true, channel: 0, forMs: null }, {}, 'wled/shelf');
    expect(outgoing).toMatchObject({ topic: 'wled/shelf' });
    return bytesOf(outgoing);
  },
  'tasmota-power-on'({ topic }) {
    const outgoing = saidBy(tasmota, { ...BASE, kind: 'switch', on: true, channel: 0, forMs: null }, {}, 'tasmota');
    expect(outgoing).toMatchObject({ topic });
    return bytesOf(outgoing);
  },
};

export const family = defineFamily({
  family: 'display-actuator',
  outgoing(sample) {
    const make = MADE[sample.id];
    if (!make) throw new Error(`no encoder for ${sample.id}`);
    return make(sample);
  },
});
