import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../devices/generic/canonical-json.ts';
import { impinjIot } from '../../devices/impinj/impinj-iot.ts';
import { accepted, nothing, sensed, startDecoding } from '../../devices/kit/decoding.ts';
import { type DeviceDriver, defineDevice, freshContext } from '../../devices/kit/define-device.ts';
import { createFramer } from '../../devices/kit/framers.ts';
import { refuse } from '../../devices/kit/json.ts';
import { type Captured, compareUnderstandings, understand } from '../../devices/understand.ts';
import { instant } from '../../gateway/domain/units.ts';

const receivedAt = instant(1_770_000_000_000);
const captured = (bytes: Uint8Array | string, topic: string | null = null): Captured => ({ topic, bytes: Buffer.from(bytes), receivedAt });

/** A counter of button presses: messages of three bytes that begin with 0xA5, the last one the sum of the others; 0 is a keep-alive. */
const pressCounter = defineDevice({
  driver: 'press-counter',
  family: 'press-counter',
  role: 'sensor',
  vendor: 'test',
  models: [],
  description: 'test',
  transports: ['serial'],
  topics: [],
  quantities: {},
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    gapMs: 50,
    createFramer: () =>
      createFramer((bytes) => {
        if (bytes[0] !== 0xa5) return { not: 'unknown-shape', detail: 'no mark' };
        if (bytes.length < 3) return 'more';
        return ((0xa5 + (bytes[1] ?? 0)) & 0xff) === bytes[2] ? { whole: 3 } : { not: 'bad-checksum', detail: 'wrong sum' };
      }, 3),
  },
  decode(message, { memory }) {
    const decoding = startDecoding(message);
    const times = message.bytes[1] ?? 0;
    if (times === 0) return nothing(decoding, 'keep-alive');
    memory.presses = Number(memory.presses ?? 0) + times;
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'button', button: String(memory.presses) }]);
  },
  examples: [],
});

/** Means something on its second topic only, and spoils its memory on every other. */
const choosy: DeviceDriver = {
  ...pressCounter,
  driver: 'choosy',
  transports: ['mqtt'],
  topics: ['choosy/{address}/a', 'choosy/{address}/b'],
  decode(message, { memory }) {
    const decoding = startDecoding(message);
    if (message.topic !== 'choosy/device-1/b') {
      memory.spoilt = true;
      return refuse('unknown-shape', 'not here');
    }
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'button', button: memory.spoilt ? 'spoilt' : 'clean' }]);
  },
};
const { stream: _, ...choosyWithoutStream } = choosy;
/** The frame of an LLRP message of this type, without parameters. */
const llrpMessage = (type: number): number[] => [0x04 | (type >> 8), type & 0xff, 0, 0, 0, 10, 0, 0, 0, 1];

describe('understanding a capture', () => {
  it('runs a stream through the framer: whole messages, damaged ones and the rest, with one memory', () => {
    const bytes = [0xa5, 2, 0xa7, 0xa5, 0, 0xa5, 0xff, 0xa5, 3, 0xa8, 0xa5];
    const { parts } = understand(pressCounter, [captured(Buffer.from(bytes))], freshContext(pressCounter));
    expect(parts.map(({ decoded }) => (decoded.ok ? (decoded.readings[0] ?? decoded.none) : decoded.code))).toEqual([
      expect.objectContaining({ button: '2' }),
      'keep-alive',
      'unknown-shape',
      expect.objectContaining({ button: '5' }),
      'bad-checksum',
    ]);
    expect(parts.map(({ bytes: own }) => own.length)).toEqual([3, 3, 1, 3, 1]);
  });

  it('tries the topics of the driver when none is known, without a trace of the wrong ones', () => {
    const { parts } = understand(choosyWithoutStream, [captured('x')], freshContext(choosy));
    expect(parts).toMatchObject([{ topic: 'choosy/device-1/b', decoded: { readings: [{ button: 'clean' }] } }]);
  });

  it('keeps to the topic that is known', () => {
    const { parts } = understand(choosyWithoutStream, [captured('x', 'choosy/device-1/a')], freshContext(choosy));
    expect(parts).toMatchObject([{ decoded: { ok: false, code: 'unknown-shape' } }]);
  });

  it('cuts LLRP messages by their own length', () => {
    const llrp: DeviceDriver = {
      ...choosyWithoutStream,
      topics: [],
      transports: ['llrp'],
      decode(message) {
        return message.bytes.length === 10 ? nothing(startDecoding(message), 'keep-alive') : refuse('bad-checksum', 'no whole message');
      },
    };
    const bytes = [...llrpMessage(62), ...llrpMessage(63), ...llrpMessage(62).slice(0, 8)];
    const { parts } = understand(llrp, [captured(Buffer.from(bytes))], freshContext(llrp));
    expect(parts.map(({ bytes: own, decoded }) => [own.length, decoded.ok])).toEqual([
      [10, true],
      [10, true],
      [8, false],
    ]);
  });
});

describe('who understood better', () => {
  const of = (driver: DeviceDriver, payload: string, topic: string | null = null) =>
    understand(driver, [captured(payload, topic)], freshContext(driver));

  it('puts readings before nothing, nothing before refusals', () => {
    const read = of(canonicalJson, '{"epc":"30340242201D884000000001"}', 'aisle/v1/shop/device-1/reads');
    const none = of(canonicalJson, '[]', 'aisle/v1/shop/device-1/reads');
    const refused = of(canonicalJson, '{', 'aisle/v1/shop/device-1/reads');
    expect([refused, none, read].sort(compareUnderstandings)).toEqual([read, none, refused]);
    expect(compareUnderstandings(read, read)).toBe(0);
  });

  it('prefers the driver that knows all keys to one that reads around them', () => {
    const payload = '{"tagInventoryEvent":{"epcHex":"30340242201D884000000001","antennaPort":1}}';
    const own = of(impinjIot, payload);
    const general = of(canonicalJson, payload);
    expect([general, own].sort(compareUnderstandings)[0]).toBe(own);
  });
});
