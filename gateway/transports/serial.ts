import type { Piece, StreamOptions, StreamProtocol } from '../../devices/kit/stream.ts';
import { GatewayError } from '../errors.ts';
import type { Intake } from '../pipeline/frame.ts';
import { allTogether, createDeviceFrames, type ReachedDevice } from './device-frames.ts';
import type { RetryMs } from './retry-waits.ts';
import { createStreamKeeper, type StreamStatus } from './stream-keeper.ts';
import { nameOfLine, openPort, type StreamLine, type StreamPort } from './stream-port.ts';
import { createTalk } from './stream-talk.ts';
import type { TransportLog } from './transport-log.ts';

/** A device that speaks over a byte stream. */
export interface StreamDevice extends ReachedDevice {
  readonly line: StreamLine;
  readonly protocol: StreamProtocol;
  readonly options: StreamOptions;
}

interface StreamEnvironment {
  readonly intake: Intake;
  readonly log: TransportLog;
  readonly clock: () => number;
  /** Waits before a port is opened again, or a frame is handed over again; 0.5 s growing to 30 s without it. */
  readonly retryMs?: RetryMs;
}

/** Serial ports and TCP streams, all devices together. */
export interface Serial {
  /** Begins to open all of them; returns at once, since a shop must open without its devices. */
  start(): void;
  /** Says what ends the dialogues, closes, and hands over the last frames. Safe to call twice. */
  stop(): Promise<void>;
  /** Undefined for a device that is not on a stream. */
  status(device: string): StreamStatus | undefined;
  /** Resolves when the bytes are on the line. Rejects with DEVICE_UNREACHABLE, and with DEVICE_UNKNOWN for one without a stream. */
  send(device: string, bytes: Uint8Array): Promise<void>;
}

const RETRY_MS: RetryMs = { first: 500, longest: 30_000 };

export function createSerial(options: StreamEnvironment & { readonly devices: readonly StreamDevice[] }): Serial {
  const streams = new Map(options.devices.map((device) => [device.device, createStream(device, options)]));
  return {
    ...allTogether(streams),
    async send(device, bytes) {
      const stream = streams.get(device);
      if (!stream) throw new GatewayError('DEVICE_UNKNOWN', 'the device is not on a byte stream', { device });
      await stream.send(bytes);
    },
  };
}

/** The life of one device: opened, listened to, lost, opened again. */
function createStream(description: StreamDevice, { intake, log, clock, retryMs = RETRY_MS }: StreamEnvironment) {
  const { line, protocol, options } = description;
  const facts = { device: description.device, line: nameOfLine(line) };
  let port: StreamPort | null = null;

  const frames = createDeviceFrames({
    transport: 'serial',
    description,
    intake,
    log,
    retryMs,
    facts,
    words: { there: 'the device is open', away: 'the device cannot be reached' },
    onPressure: (isHigh) => (isHigh ? port?.pause() : port?.resume()),
  });

  function onPiece(piece: Piece): void {
    if (piece.ok) {
      keeper.proven();
      frames.take(piece.bytes);
    } else frames.refuse(piece.code, piece.bytes);
  }

  const keeper = createStreamKeeper({
    retryMs,
    clock,
    async open(ended, signal) {
      const talk = createTalk({
        protocol,
        options,
        onPiece,
        mayAsk: () => !frames.isUnderPressure(),
        onFailure: (problem) => ended(`cannot be written to: ${problem}`),
      });
      const opened = await openPort(line, { onBytes: talk.heard, onEnd: ended }, signal);
      port = opened;
      talk.begin(opened);
      return {
        async close(isLost) {
          port = null;
          await talk.end(isLost);
          await opened.close();
        },
      };
    },
    onStatus: frames.tell,
  });

  return {
    start: keeper.start,
    async stop() {
      await keeper.stop();
      await frames.stop();
    },
    status: keeper.status,
    async send(bytes: Uint8Array) {
      if (!port) throw new GatewayError('DEVICE_UNREACHABLE', 'the device is not open', facts);
      try {
        await port.write(bytes);
      } catch (error) {
        throw new GatewayError('DEVICE_UNREACHABLE', 'the device did not take the bytes', facts, error);
      }
    },
  };
}
