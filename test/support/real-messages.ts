import type { Decoded, DeviceDriver, DeviceReading } from '../../devices/kit/define-device.ts';
import { freshContext } from '../../devices/kit/define-device.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import { type Sample, sampleBytes } from './corpus.ts';

/** How one family of the corpus is read. One file per family stands in test/devices/real/. */
export interface RealFamily {
  readonly family: string;
  /** The driver that an installer would name for this sample, and what store.yaml would say. */
  readonly driverOf?: (sample: Sample) => {
    readonly driver: DeviceDriver;
    readonly topic?: string;
    readonly settings?: unknown;
    readonly address?: string;
  };
  /** For samples that we send: what our own encoder makes, in the form of the sample (bytes, text or JSON). */
  readonly outgoing?: (sample: Sample) => unknown;
  /** The whole check, for samples that are no message of a device. Throws (expect) when the facts are wrong. */
  readonly check?: (sample: Sample) => void;
  /** Facts of `expected` that no reading carries, with the reason in a comment beside them. */
  readonly leftOut?: readonly string[];
  /** Further facts of this family by name: where they stand among all readings of the message. */
  readonly factOf?: Readonly<Record<string, (readings: readonly DeviceReading[], sample: Sample) => unknown>>;
}

export const defineFamily = (family: RealFamily): RealFamily => family;

export interface Outcome {
  readonly readings: readonly DeviceReading[];
  /** Why messages were nothing. */
  readonly none: readonly string[];
  /** Codes of what was refused, also by the framer. */
  readonly refused: readonly string[];
}

/** Runs the bytes of a sample through framer and driver, as a transport would; the end of the bytes is the end of the stream. */
export function readSample(family: RealFamily, sample: Sample, receivedAt: Instant): Outcome {
  if (!family.driverOf) throw new Error(`${family.family}: no driver for ${sample.id}`);
  const { driver, topic = sample.topic ?? '', settings, address } = family.driverOf(sample);
  const device = asId<DeviceId>('device-1');
  const context = freshContext(driver, address, settings);
  const framer = driver.stream?.createFramer();
  const bytes = sampleBytes(sample);
  const pieces = framer ? [...framer.push(bytes), ...framer.flush()] : [{ ok: true, bytes } as const];
  const decoded = pieces.map(
    (piece): Decoded => (piece.ok ? driver.decode({ device, topic, bytes: piece.bytes, receivedAt }, context) : piece),
  );
  return {
    readings: decoded.flatMap((each) => (each.ok ? each.readings : [])),
    none: decoded.flatMap((each) => (each.ok && each.none !== undefined ? [each.none] : [])),
    refused: decoded.flatMap((each) => (each.ok ? [] : [each.code])),
  };
}
