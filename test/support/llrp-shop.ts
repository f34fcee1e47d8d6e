import { onTestFinished } from 'vitest';
import { type DeviceReading, freshContext } from '../../devices/kit/define-device.ts';
import { llrp } from '../../devices/llrp/llrp.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { instant } from '../../gateway/domain/units.ts';
import type { IncomingFrame } from '../../gateway/pipeline/frame.ts';
import { createLlrpReader, type LlrpReaderOptions } from '../../gateway/transports/llrp.ts';
import { createVirtualLlrpReader, type VirtualLlrpReaderOptions } from '../../simulators/virtual/llrp-reader.ts';
import { silentLog } from './embedded-broker.ts';
import { createFakeIntake } from './fakes/intake.fake.ts';

const READER = 'gate-1';
const TOPIC = 'llrp/gate-1';
export const STATUS_TOPIC = 'aisle/v1/shop/gate-1/status';
/** Waits for tests where nothing but order matters. */
const QUICK = { first: 20, longest: 100 } as const;

/** A virtual reader that listens. It is switched off after the test. */
export async function startReader(options: VirtualLlrpReaderOptions = {}) {
  const reader = createVirtualLlrpReader(options);
  onTestFinished(() => reader.kill());
  return { reader, port: await reader.listen() };
}

/** The gateway's side of a reader, started, with an intake that remembers. */
export async function startSession(port: number, options: Partial<LlrpReaderOptions> = {}) {
  const intake = createFakeIntake();
  const session = createLlrpReader({
    device: READER,
    host: '127.0.0.1',
    port,
    topic: TOPIC,
    statusTopic: STATUS_TOPIC,
    antennas: [],
    session: 1,
    population: 32,
    keepaliveS: 5,
    intake,
    log: silentLog,
    clock: Date.now,
    retryMs: QUICK,
    ...options,
  });
  onTestFinished(() => session.stop());
  await session.start();
  return { session, intake };
}

/** What the driver understands of the reader's own frames, one after the other. Throws when it refuses one. */
export function readingsOf(frames: readonly IncomingFrame[]): DeviceReading[] {
  const context = freshContext(llrp);
  return frames
    .filter(({ topic }) => topic === TOPIC)
    .flatMap(({ bytes }) => {
      const message = { device: asId<DeviceId>(READER), topic: TOPIC, bytes, receivedAt: instant(1_768_467_601_000) };
      const decoded = llrp.decode(message, context);
      if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
      return [...decoded.readings];
    });
}

export const readsOf = (frames: readonly IncomingFrame[]): TagRead[] => readingsOf(frames).filter((reading) => reading.kind === 'tag');
