import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { CardSeen, Reading, SaleMade } from '../../gateway/domain/readings.ts';
import type { Instant } from '../../gateway/domain/units.ts';

/** A card as the reader tells it: the only place, with the pseudonymiser, where its number exists. */
export type RawCard = Omit<CardSeen, 'visitor'> & { readonly card: string };
/** A receipt whose card is not yet a pseudonym. */
export type RawSale = Omit<SaleMade, 'visitor'> & { readonly card: string | null };
/** What drivers give: readings, with cards still in clear. */
export type DeviceReading = Exclude<Reading, CardSeen | SaleMade> | RawCard | RawSale;

/** One message for a driver. */
export interface DeviceMessage {
  readonly device: DeviceId;
  /** The MQTT topic, or '' where the transport has none. */
  readonly topic: string;
  readonly bytes: Uint8Array;
  readonly receivedAt: Instant;
}

/** Stable reasons why bytes were refused; operators see them with a sample in the quarantine. */
export type RejectCode =
  | 'empty'
  | 'not-utf8'
  | 'not-json'
  | 'too-deep'
  | 'unknown-shape'
  | 'wrong-type'
  | 'out-of-range'
  | 'bad-epc'
  | 'bad-time'
  | 'too-many'
  | 'bad-checksum'
  | 'forbidden-key'
  | 'unknown-channel';

/** What a message meant. Never half of it: either all its readings or a reason. */
export type Decoded =
  | {
      readonly ok: true;
      readonly readings: readonly DeviceReading[];
      /** Why a well-formed message holds no reading: `keep-alive`, `heartbeat`, `reader-event`, `command-reply` ... */
      readonly none?: string;
      /** Keys that the driver does not know; counted, never an error. */
      readonly unknownKeys?: number;
      /** Notes worth counting although the readings stand: `absurd-time`, `epc-mismatch` ... */
      readonly warnings?: readonly string[];
    }
  | { readonly ok: false; readonly code: RejectCode; readonly detail: string };

type Unit = 'dBm' | 'g' | '°C' | '%' | 'lx' | 'people' | 'ms' | 'deg' | 'kHz' | 'minor currency' | 'none';

/** One quantity of a device: unit and physical range are required, since examples do not catch a wrong unit. */
export interface Quantity {
  readonly kind: Reading['kind'];
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
}

export interface Example {
  readonly name: string;
  readonly topic?: string;
  /** JSON value, text, or bytes; values of our own, never a capture. */
  readonly payload: unknown;
  /** The readings without device, receivedAt: what a reader of this file wants to see. Empty for messages that mean nothing. */
  readonly readings: readonly Readonly<Record<string, unknown>>[];
  readonly rejected?: RejectCode;
}

/** Everything about one kind of hardware, in one file, carrying its own proof. */
export interface DeviceDriver {
  /** The name in store.yaml: kebab-case, unique. */
  readonly driver: string;
  readonly vendor: string;
  readonly models: readonly string[];
  readonly description: string;
  readonly transports: readonly ('mqtt' | 'http' | 'serial' | 'opcua' | 'llrp')[];
  /** Topics the device publishes on when store.yaml names none; `{device}` and `{store}` are filled in, `+` and `#` as in MQTT. */
  readonly topics: readonly string[];
  readonly quantities: Readonly<Record<string, Quantity>>;
  /** Pure; never throws, whatever the bytes. */
  decode(message: DeviceMessage): Decoded;
  /** Bytes that this hardware would send for these readings: the simulators' voice. One message per returned element. */
  encode?(readings: readonly DeviceReading[], device: DeviceId): readonly { readonly topic: string; readonly bytes: Uint8Array }[];
  readonly examples: readonly Example[];
}

/** Checks the shape at compile time and gives the definition back as it is. */
export const defineDevice = (driver: DeviceDriver): DeviceDriver => driver;
