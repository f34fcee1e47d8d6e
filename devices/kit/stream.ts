import type { RejectCode } from './reject-code.ts';

/** What a stretch of a stream turned out to be: a whole message, or bytes that belong to none. */
export type Piece =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: RejectCode; readonly detail: string; readonly bytes: Uint8Array };

/** Cuts one connection's bytes into messages, wherever the chunks begin and end. Bounded memory, never throws. */
export interface Framer {
  /** The pieces that are complete with this chunk, in order; no byte is in two of them. */
  push(chunk: Uint8Array): readonly Piece[];
  /** The line fell silent or ended: what still waits can become no message. */
  flush(): readonly Piece[];
}

/** How a serial line is set. */
export interface LineSettings {
  readonly baud: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** What store.yaml says about a device on a stream that matters for talking to it. */
export interface StreamOptions {
  /** 1-based ports of the antennas in use, ascending; [1] when store.yaml names none. */
  readonly antennas: readonly number[];
  /** The driver's settings, checked by its schema. */
  readonly settings: unknown;
}

/** A device on a byte stream: how it is framed and what keeps it talking. */
export interface StreamProtocol {
  /** As delivered by the maker. */
  readonly line: LineSettings;
  createFramer(): Framer;
  /** Said once after the stream opens. */
  start?(options: StreamOptions): readonly Uint8Array[];
  /** Said again and again; `turn` counts 0, 1, 2 ... since the stream opened. */
  readonly poll?: {
    /** Pause between two turns, ms. */
    everyMs(options: StreamOptions): number;
    say(turn: number, options: StreamOptions): readonly Uint8Array[];
  };
  /** Said before the stream is closed in order. */
  stop?(options: StreamOptions): readonly Uint8Array[];
  /** Silence on the line after which a half message is given up, ms. */
  readonly gapMs: number;
}
