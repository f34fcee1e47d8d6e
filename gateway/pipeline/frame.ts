import type { Instant } from '../domain/units.ts';

/**
 * How a frame came in. `gateway` frames are the operators' own inputs, `output` frames what an output learnt of its device (an
 * answer in the hardware's own words); they are journalled like any other.
 */
export type TransportName = 'mqtt' | 'mqtt-external' | 'http' | 'serial' | 'opcua' | 'llrp' | 'gateway' | 'replay' | 'output';

/** A message as the hardware sent it, before it has a place in the journal. */
export interface IncomingFrame {
  readonly transport: TransportName;
  /** Who authenticated: the device id of the credential; '' where the transport cannot know (external broker, replay). */
  readonly source: string;
  /** MQTT topic, or what the transport uses in its place (HTTP: the canonical topic of device and channel). */
  readonly topic: string;
  readonly bytes: Uint8Array;
  /** The sender marked it as a repetition of a message whose acknowledgement it missed (MQTT DUP). */
  readonly repeated: boolean;
}

export interface Frame extends IncomingFrame {
  /** 1, 2, 3 ... without gaps over the life of a journal. */
  readonly seq: number;
  /** Never decreases with `seq`, also across restarts and clock steps backwards. */
  readonly receivedAt: Instant;
}

/** Where transports hand a message over. */
export interface Intake {
  /**
   * Resolves when the frame is on disk (after `fdatasync`): only then may the sender be told. Rejects with a
   * `GatewayError` (`JOURNAL_UNAVAILABLE`, `JOURNAL_FULL`) when it cannot be stored: do not acknowledge.
   */
  accept(frame: IncomingFrame): Promise<void>;
  /** Counts and quarantines what never became a frame: foreign topic, oversize, bad credential. Never throws. */
  refuse(reason: string, source: string, topic: string, sample: Uint8Array): void;
}
