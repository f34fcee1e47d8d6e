import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findDriver } from '../../devices/index.ts';
import { type DeviceReading, freshContext } from '../../devices/kit/define-device.ts';
import { createTopicMap } from '../../devices/kit/topic-map.ts';
import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import type { DeviceOutput } from '../../simulators/devices/message.ts';
import { recordingLine } from '../../simulators/recording.ts';
import { presets } from '../../simulators/scenarios/presets.ts';
import { demoLayout, preset, runAll, START, scenario, simulate } from './support.ts';

const digest = (messages: readonly DeviceOutput[], truth: unknown): string =>
  createHash('sha256').update(messages.map(recordingLine).join('\n')).update(JSON.stringify(truth)).digest('hex');

const runDigest = (seed: number): string => {
  const simulation = simulate({ seed });
  return digest(runAll(simulation), simulation.truth());
};
const seven = runDigest(7);

/** All readings that the gateway's own drivers get out of the messages, found by the gateway's own topic map. */
function decodeAll(messages: readonly DeviceOutput[]): DeviceReading[] {
  const layout = demoLayout();
  const devices = [...layout.devices.values()].map(({ id, driver }) => ({ id, driver, topics: [...(findDriver(driver)?.topics ?? [])] }));
  const map = createTopicMap(devices, layout.store);
  return messages.flatMap((message) => {
    const owner = map.resolve(message.topic);
    expect(owner?.device, message.topic).toBe(message.device);
    const driver = findDriver(owner?.driver ?? '');
    const decoded = driver?.decode(
      {
        device: message.device as DeviceId,
        topic: message.topic,
        bytes: message.payloadBytes,
        receivedAt: message.at as Instant,
      },
      freshContext(driver),
    );
    if (!decoded?.ok) throw new Error(`${message.topic}: ${decoded?.detail} ${Buffer.from(message.payloadBytes)}`);
    expect(decoded.readings.length, message.topic).toBeGreaterThan(0);
    expect(decoded.unknownKeys ?? 0, message.topic).toBe(0);
    return decoded.readings;
  });
}

describe('a simulation', () => {
  it('gives the same bytes and the same truth for the same seed', () => {
    expect(runDigest(7)).toBe(seven);
  });

  it('gives another day for another seed', () => {
    expect(runDigest(8)).not.toBe(seven);
  });

  it('gives the same messages however it is read', () => {
    const simulation = simulate();
    const pieces: DeviceOutput[] = [];
    for (let until = START; until < simulation.endAt; until += 777) pieces.push(...simulation.next(until));
    pieces.push(...simulation.next(simulation.endAt));
    expect(digest(pieces, simulation.truth())).toBe(seven);
  });

  it('sends in order of time, inside the scenario', () => {
    const messages = runAll(simulate());
    let last = START;
    for (const { at } of messages) {
      expect(at).toBeGreaterThanOrEqual(last);
      expect(Number.isInteger(at)).toBe(true);
      last = at;
    }
    expect(last).toBeLessThanOrEqual(START + 5 * 60_000);
    expect(last).toBeGreaterThan(START + 4 * 60_000);
  });

  it('says nothing that the drivers of the gateway do not understand', () => {
    const messages = runAll(simulate({ scenario: scenario('rush-hour', { durationMs: 12 * 60_000 }) }));
    const kinds = new Set(decodeAll(messages).map((reading) => reading.kind));
    expect([...kinds].sort()).toEqual(['card', 'climate', 'count', 'info', 'presence', 'sale', 'state', 'status', 'tag', 'weight']);
  });

  it('says hello from every device, retained', () => {
    const messages = runAll(simulate({ scenario: scenario('quiet-morning', { durationMs: 10_000 }) }));
    const online = new Set(messages.filter(({ topic, retain }) => topic.endsWith('/status') && retain).map(({ device }) => device));
    expect([...online].sort()).toEqual([...demoLayout().devices.keys()].sort());
  });

  it('runs every preset', () => {
    expect(Object.keys(presets)).toEqual(['easy', 'realistic', 'hard', 'crowded']);
    for (const name of Object.keys(presets)) {
      const simulation = simulate({ preset: preset(name), scenario: scenario('rush-hour', { durationMs: 3 * 60_000 }) });
      expect(runAll(simulation).length, name).toBeGreaterThan(1_000);
    }
  });

  it('fails with the device and the driver when a driver cannot speak', () => {
    const layout = demoLayout();
    const mute = new Map(layout.devices);
    const till = mute.get('till');
    if (!till) throw new Error('no till');
    mute.set('till', { ...till, driver: 'telepathy' });
    expect(() => simulate({ layout: { ...layout, devices: mute } })).toThrow('device till: driver telepathy');
  });
});
