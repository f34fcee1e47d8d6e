import { drivers } from '../../devices/index.ts';
import { type DeviceDriver, freshContext } from '../../devices/kit/define-device.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { identifyEpc } from '../../devices/kit/epc/identify-epc.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { instant } from '../../gateway/domain/units.ts';
import { createVirtualVoice } from '../../simulators/virtual/mqtt-device.ts';

const device = asId<DeviceId>('bench-1');
const receivedAt = instant(1_768_467_601_000);
/** Readings that are said at once: readers that can, put them into one message. */
const READINGS = 20;
const ROUNDS = 3;
const ROUND_MS = 60;

export interface DecodeRate {
  readonly driver: string;
  readonly messages: number;
  readonly readings: number;
  readonly megabytes: number;
  /** Against reading the same bytes with JSON.parse, or for byte streams and binary forms, against copying them. */
  readonly ratio: number;
}

/** How often a second `run` runs: the best of several short rounds, since others use the machine too. */
function perSecond(run: () => void): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    let runs = 0;
    while (performance.now() - start < ROUND_MS) {
      for (let i = 0; i < 50; i++) run();
      runs += 50;
    }
    best = Math.max(best, (runs * 1_000) / (performance.now() - start));
  }
  return best;
}

interface Message {
  readonly topic: string;
  readonly bytes: Uint8Array;
}

/** What the hardware would send; streams are joined, since they come in one piece after the other. */
function messagesOf(driver: DeviceDriver): readonly Message[] {
  const virtual = { driver, device, address: device, store: 'shop', seed: 1, tags: READINGS };
  return createVirtualVoice(virtual, () => receivedAt - 500)(READINGS);
}

/** The way of the bytes through framer and driver; gives the number of readings. */
function decodeAll(driver: DeviceDriver, messages: readonly Message[], joined: Uint8Array): () => number {
  const { stream } = driver;
  let context = freshContext(driver, device);
  const decode = (topic: string, bytes: Uint8Array): number => {
    const decoded = driver.decode({ device, topic, bytes, receivedAt }, context);
    return decoded.ok ? decoded.readings.length : 0;
  };
  if (stream)
    return () => {
      context = freshContext(driver, device);
      let readings = 0;
      for (const piece of stream.createFramer().push(joined)) if (piece.ok) readings += decode('', piece.bytes);
      return readings;
    };
  return () => {
    context = freshContext(driver, device);
    let readings = 0;
    for (const { topic, bytes } of messages) readings += decode(topic, bytes);
    return readings;
  };
}

const isJson = ({ bytes }: Message): boolean => bytes[0] === 0x7b || bytes[0] === 0x5b;

function rateOf(driver: DeviceDriver): DecodeRate {
  const messages = messagesOf(driver);
  const joined = Buffer.concat(messages.map(({ bytes }) => bytes));
  const run = decodeAll(driver, messages, joined);
  const readings = run();
  if (readings === 0) throw new Error(`${driver.driver} does not understand itself`);
  const rate = perSecond(run);
  const isText = messages.every(isJson);
  const bare = perSecond(() => {
    for (const { bytes } of messages) isText ? JSON.parse(Buffer.from(bytes).toString()) : Uint8Array.from(bytes);
  });
  return {
    driver: driver.driver,
    messages: rate * messages.length,
    readings: rate * readings,
    megabytes: (rate * joined.length) / 1e6,
    ratio: rate / bare,
  };
}

/** How fast one core turns the bytes of each kind of hardware into readings. About half a second per driver. */
export const benchDecode = (): DecodeRate[] => drivers.filter(({ encode }) => encode !== undefined).map(rateOf);

/** How fast EPCs become identities, per second. */
export function benchIdentities(): number {
  const epcs = Array.from({ length: 1_000 }, (_, index) =>
    encodeSgtin96({ gtin14: '09506000134352', serial: 1_000 + index, prefixDigits: 9 }),
  );
  return (
    perSecond(() => {
      for (const epc of epcs) identifyEpc(epc);
    }) * epcs.length
  );
}
