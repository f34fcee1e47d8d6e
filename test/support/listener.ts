import { type Decoded, type DeviceDriver, type DeviceReading, type DriverMemory, freshContext } from '../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../devices/kit/example-time.ts';
import type { Piece } from '../../devices/kit/stream.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { instant } from '../../gateway/domain/units.ts';
import type { Outcome } from './real-messages.ts';

/** Bytes of a text (one per character) or of a list. */
export const bytesOf = (what: string | Uint8Array): Uint8Array =>
  typeof what === 'string' ? Uint8Array.from(Buffer.from(what, 'latin1')) : what;

/** A driver at the end of one stream, as a transport would have it: framer, driver and what it remembers. */
export function createListener(driver: DeviceDriver, settings: unknown = {}, memory: DriverMemory = {}) {
  const device = asId<DeviceId>('device-1');
  const context = { ...freshContext(driver, device, settings), memory };
  const framer = driver.stream?.createFramer();
  if (!framer) throw new Error(`${driver.driver} is not on a stream`);
  const decode = (bytes: Uint8Array, afterMs: number): Decoded =>
    driver.decode({ device, topic: '', bytes, receivedAt: instant(EXAMPLE_RECEIVED_AT + afterMs) }, context);
  function outcome(pieces: readonly Piece[], afterMs: number): Outcome {
    const decoded = pieces.map((piece): Decoded => (piece.ok ? decode(piece.bytes, afterMs) : piece));
    return {
      readings: decoded.flatMap((each) => (each.ok ? each.readings : [])),
      none: decoded.flatMap((each) => (each.ok && each.none !== undefined ? [each.none] : [])),
      refused: decoded.flatMap((each) => (each.ok ? [] : [each.code])),
    };
  }
  return {
    memory: context.memory,
    hear: (what: string | Uint8Array, afterMs = 0): Outcome => outcome(framer.push(bytesOf(what)), afterMs),
    silence: (afterMs = 0): Outcome => outcome(framer.flush(), afterMs),
  };
}

/** All that one stream means to a device that was just plugged in. */
export function readStream(driver: DeviceDriver, what: string | Uint8Array, settings: unknown = {}): Outcome {
  const listener = createListener(driver, settings);
  const [heard, rest] = [listener.hear(what), listener.silence()];
  return {
    readings: [...heard.readings, ...rest.readings],
    none: [...heard.none, ...rest.none],
    refused: [...heard.refused, ...rest.refused],
  };
}

export const cardsOf = ({ readings }: Outcome): string[] => readings.flatMap((reading) => (reading.kind === 'card' ? [reading.card] : []));

export const weightsOf = ({ readings }: Outcome): [number, boolean][] =>
  readings.flatMap((reading: DeviceReading): [number, boolean][] =>
    reading.kind === 'weight' ? [[reading.grams as number, reading.stable]] : [],
  );
