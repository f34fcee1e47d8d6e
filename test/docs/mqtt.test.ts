import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../devices/generic/canonical-json.ts';
import { freshContext, type RejectCode } from '../../devices/kit/define-device.ts';
import { CHANNELS_IN, lastLevel } from '../../devices/kit/topics.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { instant } from '../../gateway/domain/units.ts';
import { DEFAULT_MQTT_LIMITS } from '../../gateway/transports/mqtt-limits.ts';

const text = readFileSync(new URL('../../docs/mqtt.md', import.meta.url), 'utf8');
/** Each example with the topic that stands above it. */
const EXAMPLES = [...text.matchAll(/^`(aisle\/v1\/[^`]+)`\n\n```json\n([\s\S]*?)\n```$/gm)].map(([, topic = '', json = '']) => ({
  topic,
  json,
}));
const incoming = EXAMPLES.filter(({ topic }) => lastLevel(topic) !== 'cmd');

/** The compiler misses a code that is not here. */
const CODES: Readonly<Record<RejectCode, true>> = {
  empty: true,
  'not-utf8': true,
  'not-json': true,
  'too-deep': true,
  'unknown-shape': true,
  'wrong-type': true,
  'out-of-range': true,
  'bad-epc': true,
  'bad-time': true,
  'too-many': true,
  'bad-checksum': true,
  'forbidden-key': true,
  'unknown-channel': true,
  'driver-failed': true,
};

describe('docs/mqtt.md', () => {
  it.each(incoming)('$topic $json is taken by the canonical driver, with no key left out', ({ topic, json }) => {
    const bytes = Buffer.from(json);
    const decoded = canonicalJson.decode(
      { device: asId<DeviceId>('device-1'), topic, bytes, receivedAt: instant(1_772_445_610_000) },
      freshContext(canonicalJson),
    );
    expect(decoded).toMatchObject({ ok: true });
    if (!decoded.ok) return;
    expect(decoded.readings.length).toBeGreaterThan(0);
    expect(decoded.unknownKeys ?? 0).toBe(0);
    expect(decoded.warnings ?? []).toEqual([]);
    // The time that an example states is one that the gateway believes.
    for (const reading of decoded.readings) if (reading.reportedAt !== null) expect(reading.at).toBe(reading.reportedAt);
  });

  it('has an example of each channel, and every JSON block is an example', () => {
    expect(new Set(EXAMPLES.map(({ topic }) => lastLevel(topic)))).toEqual(new Set([...CHANNELS_IN, 'cmd']));
    expect(text.match(/```json/g)).toHaveLength(EXAMPLES.length);
  });

  it('says of a command what a display may be told, and nothing else', () => {
    const commands = EXAMPLES.filter(({ topic }) => lastLevel(topic) === 'cmd').map(
      ({ json }) => JSON.parse(json) as Record<string, unknown>,
    );
    expect(commands.map((command) => Object.keys(command))).toEqual([['id', 'deadline', 'kind', 'showForMs', 'content']]);
  });

  it('names every reason of drivers and of the broker', () => {
    const broker = ['mqtt-admission', 'mqtt-ingest', 'mqtt-subscriptions', 'mqtt-session-bounds', 'http-push']
      .map((file) => readFileSync(new URL(`../../gateway/transports/${file}.ts`, import.meta.url), 'utf8'))
      .flatMap((source) => [...source.matchAll(/(?:reason: |refuse\(|drop\(|onOverflow\(|return )'([a-z]+(?:-[a-z]+)*)'/g)])
      .map(([, reason = '']) => reason);
    expect(broker.length).toBeGreaterThan(10);
    for (const reason of [...Object.keys(CODES), ...broker]) expect(text, reason).toContain(`\`${reason}\``);
  });

  it.each([
    ['packetBytes', 'bytes (`broker.maxPacketKb`)'],
    ['topicBytes', 'bytes, 8 levels'],
    ['clientIdBytes', 'bytes | no connection'],
    ['messagesPerSecond', 'a second'],
    ['bytesPerSecond', 'a second'],
    ['filtersPerSubscribe', '| the connection closes, `too-many-filters`'],
    ['keepAliveS', 's | longer ones'],
    ['retained', '| passed on but not kept'],
    ['queued', '| the oldest goes'],
  ] as const)('tells the limit %s as it is', (name, rest) => {
    expect(text).toContain(`| ${DEFAULT_MQTT_LIMITS[name].toLocaleString('en')} ${rest}`);
  });
});
