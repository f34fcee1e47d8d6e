import { globSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drivers, findDriver } from '../../devices/index.ts';
import type { Decoded, DeviceDriver, DeviceReading, Example } from '../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../devices/kit/example-time.ts';
import { fillTopic } from '../../devices/kit/topics.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { READING_KEYS, readingsOf } from '../support/arbitrary-readings.ts';

const device = asId<DeviceId>('device-1');
const receivedAt = EXAMPLE_RECEIVED_AT;

const bytesOf = (payload: unknown): Uint8Array =>
  payload instanceof Uint8Array ? payload : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
const topicOf = (driver: DeviceDriver, example?: Example): string =>
  example?.topic ?? fillTopic(driver.topics[0] ?? '', { store: 'shop', device });
const decode = (driver: DeviceDriver, topic: string, bytes: Uint8Array): Decoded => driver.decode({ device, topic, bytes, receivedAt });

/** What every answer of a driver must be, whatever the bytes were. */
function expectWhole(driver: DeviceDriver, decoded: Decoded): void {
  if (!decoded.ok) {
    expect(decoded.detail.length).toBeGreaterThan(0);
    return;
  }
  if (decoded.readings.length === 0) expect(decoded.none).toBeTypeOf('string');
  for (const reading of decoded.readings) {
    expect(Object.keys(reading).slice(0, 5)).toEqual(['device', 'at', 'reportedAt', 'receivedAt', 'kind']);
    expect(READING_KEYS[reading.kind]).toBeDefined();
    for (const key of READING_KEYS[reading.kind]) expect(reading).toHaveProperty(key);
    expectWithinQuantities(driver, reading);
  }
}

function expectWithinQuantities(driver: DeviceDriver, reading: DeviceReading): void {
  for (const [name, { kind, min, max }] of Object.entries(driver.quantities)) {
    if (kind !== reading.kind) continue;
    for (const value of valuesAt(reading, name.split('.'))) {
      expect(value, name).toBeGreaterThanOrEqual(min);
      expect(value, name).toBeLessThanOrEqual(max);
    }
  }
}

function valuesAt(node: unknown, path: readonly string[]): number[] {
  if (Array.isArray(node)) return node.flatMap((inner) => valuesAt(inner, path));
  const [key, ...rest] = path;
  if (key === undefined) return typeof node === 'number' ? [node] : [];
  return typeof node === 'object' && node !== null ? valuesAt((node as Record<string, unknown>)[key], rest) : [];
}

describe('the table of drivers', () => {
  it('is not empty and names every driver once', () => {
    expect(drivers.length).toBeGreaterThanOrEqual(3);
    expect(new Set(drivers.map(({ driver }) => driver)).size).toBe(drivers.length);
    for (const driver of drivers) expect(findDriver(driver.driver)).toBe(driver);
    expect(findDriver('no-such-driver')).toBeUndefined();
  });

  it('holds every driver file', () => {
    const files = globSync('devices/*/*.ts').filter((file) => !file.startsWith('devices/kit/'));
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) {
      const name = basename(file, '.ts');
      const exported = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const line = `import { ${exported} } from './${file.slice('devices/'.length)}'; // and ${exported} in the list`;
      expect(
        drivers.map(({ driver }) => driver),
        `add to devices/index.ts: ${line}`,
      ).toContain(name);
    }
  });
});

describe.each(drivers)('$driver', (driver) => {
  it('tells its topics, its transports and a range for every quantity', () => {
    expect(driver.driver).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(driver.models.length).toBeGreaterThan(0);
    expect(driver.transports.length).toBeGreaterThan(0);
    if (driver.transports.includes('mqtt')) expect(driver.topics.length).toBeGreaterThan(0);
    for (const topic of driver.topics) expect(topic).toContain('{device}');
    expect(Object.keys(driver.quantities).length).toBeGreaterThan(0);
    for (const { min, max } of Object.values(driver.quantities)) expect(min).toBeLessThan(max);
  });

  it('has examples, also of messages that it refuses', () => {
    expect(driver.examples.length).toBeGreaterThanOrEqual(5);
    expect(driver.examples.some(({ rejected }) => rejected !== undefined)).toBe(true);
    expect(new Set(driver.examples.map(({ name }) => name)).size).toBe(driver.examples.length);
  });

  it.each(driver.examples)('decodes: $name', (example) => {
    const decoded = decode(driver, topicOf(driver, example), bytesOf(example.payload));
    expectWhole(driver, decoded);
    if (example.rejected !== undefined) expect(decoded).toMatchObject({ ok: false, code: example.rejected });
    else expect(decoded).toMatchObject({ ok: true, readings: example.readings.map((reading) => ({ ...reading, device, receivedAt })) });
    if (decoded.ok) {
      expect(decoded.readings).toHaveLength(example.readings.length);
      const bare = decoded.readings.map(({ device: _device, receivedAt: _receivedAt, ...rest }) => rest);
      expect(bare).toEqual(example.readings);
    }
  });

  it('gives tag reads exactly the keys of the contract, in order', () => {
    const tags = driver.examples
      .map((example) => decode(driver, topicOf(driver, example), bytesOf(example.payload)))
      .flatMap((decoded) => (decoded.ok ? decoded.readings.filter(({ kind }) => kind === 'tag') : []));
    expect(tags.length).toBeGreaterThan(0);
    for (const tag of tags) expect(Object.keys(tag)).toEqual(['device', 'at', 'reportedAt', 'receivedAt', ...READING_KEYS.tag]);
  });

  it('reads back what it writes', () => {
    const { encode } = driver;
    expect(encode).toBeDefined();
    if (!encode) return;
    fc.assert(
      fc.property(readingsOf(driver, device, receivedAt), (readings) => {
        const decoded = encode(readings, device).flatMap(({ topic, bytes }) => {
          const result = decode(driver, topic, bytes);
          expect(result).toMatchObject({ ok: true });
          return result.ok ? [...result.readings] : [];
        });
        expect(decoded).toEqual(readings);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws and never half decodes: random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...topicsOf(driver)), (bytes, topic) =>
        expectWhole(driver, decode(driver, topic, bytes)),
      ),
      { numRuns: 300 },
    );
  });

  it('never throws and never half decodes: random JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...topicsOf(driver)), (text, topic) =>
        expectWhole(driver, decode(driver, topic, Buffer.from(text))),
      ),
      { numRuns: 300 },
    );
  });

  it('never throws and never half decodes: examples with one value exchanged', () => {
    const strange = fc.oneof(fc.jsonValue(), fc.constantFrom(null, '', -1, 1e308, 5e-324, '__proto__', [], {}, 'NaN', true));
    fc.assert(
      fc.property(fc.constantFrom(...driver.examples), fc.nat(), strange, (example, place, value) => {
        const bytes = Buffer.from(JSON.stringify(exchange(example.payload, place, value)));
        expectWhole(driver, decode(driver, topicOf(driver, example), bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws and never half decodes: examples with a byte changed or cut off', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...driver.examples),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        (example, at, byte, cut) => {
          const bytes = Uint8Array.from(bytesOf(example.payload));
          const place = bytes.length === 0 ? 0 : at % bytes.length;
          if (bytes.length > 0) bytes[place] = byte;
          expectWhole(driver, decode(driver, topicOf(driver, example), cut ? bytes.subarray(0, place) : bytes));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('names no payload content in a refusal', () => {
    const secret = '4929123456781234';
    for (const example of driver.examples) {
      const leaves = Math.max(1, JSON.stringify(example.payload).split(/[:,]/).length);
      for (let place = 0; place < leaves; place++) {
        const bytes = Buffer.from(JSON.stringify(exchange(example.payload, place, { [secret]: secret })));
        const decoded = decode(driver, topicOf(driver, example), bytes);
        if (!decoded.ok) expect(decoded.detail).not.toContain(secret);
      }
      const broken = decode(driver, topicOf(driver, example), Buffer.from(`{"card":"${secret}" ${secret}`));
      expect(broken.ok ? '' : broken.detail).not.toContain(secret);
    }
  });
});

const topicsOf = (driver: DeviceDriver): string[] => driver.topics.map((topic) => fillTopic(topic, { store: 'shop', device }));

/** A copy in which the n-th leaf (modulo their number) is another value. */
function exchange(payload: unknown, n: number, value: unknown): unknown {
  let leaves = 0;
  JSON.stringify(payload, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null) leaves++;
    return inner;
  });
  let left = leaves === 0 ? -1 : n % leaves;
  return JSON.parse(
    JSON.stringify(payload, (_key, inner: unknown) => {
      if (typeof inner === 'object' && inner !== null) return inner;
      return left-- === 0 ? value : inner;
    }),
  );
}
