import type { z } from 'zod';
import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { CardSeen, Reading, SaleMade } from '../../gateway/domain/readings.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import type { DeviceCommand, Outgoing } from './command.ts';
import type { RejectCode } from './reject-code.ts';
import type { StreamProtocol } from './stream.ts';

export type { RejectCode } from './reject-code.ts';

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

/**
 * What a driver remembers of one device from message to message: names that only a birth certificate tells, the round that a
 * line belongs to. Plain JSON data, bounded by the driver; it is saved with the gateway's state, so a restart or a replay
 * remembers the same. Empty at the beginning.
 */
export type DriverMemory = Record<string, unknown>;

/** What a driver knows beside the message. */
export interface DriverContext<Settings = unknown> {
  /** `devices[].settings` of store.yaml, checked by the driver's own schema, defaults filled in. */
  readonly settings: Settings;
  /** The name by which the hardware calls itself in topics and messages; the device id when store.yaml names none. */
  readonly address: string;
  readonly memory: DriverMemory;
}

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
      /**
       * What the device has to be asked before it can be understood again, such as the names that only its birth tells. Said to it
       * by the running gateway, at most once in 30 s, never by a replay; nothing may depend on the answer.
       */
      readonly asks?: readonly Outgoing[];
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
  /** Messages that came before, for hardware that says things once; their readings are not looked at. */
  readonly before?: readonly { readonly topic?: string; readonly payload: unknown }[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** JSON value, text, or bytes; values of our own, never a capture. */
  readonly payload: unknown;
  /** The readings without device, receivedAt: what a reader of this file wants to see. Empty for messages that mean nothing. */
  readonly readings: readonly Readonly<Record<string, unknown>>[];
  readonly rejected?: RejectCode;
}

type DeviceRole = 'any' | 'reader' | 'card-reader' | 'scale' | 'counter' | 'sensor' | 'display' | 'actuator';

/** Everything about one kind of hardware, in one file, carrying its own proof. */
export interface DeviceDriver<Schema extends z.ZodType = z.ZodType> {
  /** The name in store.yaml: kebab-case, unique, the name of the file. */
  readonly driver: string;
  /** Drivers of one family read the same kind of bytes: `uhf-serial-m100`, `scale-serial`, `tasmota` ... */
  readonly family: string;
  readonly role: DeviceRole;
  readonly vendor: string;
  readonly models: readonly string[];
  readonly description: string;
  /** `serial` stands for byte streams, over a port of the machine or TCP; `http` for what the device pushes to the gateway. */
  readonly transports: readonly ('mqtt' | 'http' | 'serial' | 'opcua' | 'llrp')[];
  /**
   * Topics the device publishes on when store.yaml names none; `{store}`, `{device}` (its id) and `{address}` (its own name,
   * the id by default) are filled in, `+` and `#` as in MQTT. Empty for hardware that does not speak MQTT.
   */
  readonly topics: readonly string[];
  /** Filters on which it listens for commands in its own form, by its settings; besides them its canonical `cmd` topic. */
  readonly listens?: readonly string[] | ((settings: z.output<Schema>) => readonly string[]);
  readonly quantities: Readonly<Record<string, Quantity>>;
  /** What store.yaml may say under `settings`; an object whose keys all have defaults and a `describe`. */
  readonly settings?: Schema;
  /** True when its messages may hold card numbers: samples of refused ones are not kept. */
  readonly isPersonal?: true;
  /** How its byte stream becomes messages, and what has to be said to it; for `serial` only. */
  readonly stream?: StreamProtocol;
  /** What the gateway asks it over HTTP again and again, where it says nothing by itself; `path` is null for an address it cannot have. */
  readonly asked?: { readonly everyMs: number; path(address: string): string | null };
  /**
   * The topic of a message that lost it, as far as the message itself tells which of the driver's topics that was; null when it
   * does not. For captures that somebody kept without topics. Never throws.
   */
  likelyTopic?(bytes: Uint8Array, address: string): string | null;
  /** Never throws, whatever the bytes. Depends on nothing but its arguments, and changes nothing but `context.memory`. */
  decode(message: DeviceMessage, context: DriverContext<z.output<Schema>>): Decoded;
  /** Bytes that this hardware would send for these readings: the simulators' voice. One message per element; what it cannot say is left out. */
  encode?(readings: readonly DeviceReading[], device: DeviceId): readonly { readonly topic: string; readonly bytes: Uint8Array }[];
  /**
   * A command in the words of this hardware, one element after the other; empty for a command that it cannot obey, which
   * is then refused. Without it the hardware gets commands in canonical JSON and acknowledges them itself.
   */
  command?(command: DeviceCommand, context: DriverContext<z.output<Schema>>): readonly Outgoing[];
  /** True when the reading proves that the command was obeyed. Without it a command counts as done once it was handed over. */
  confirms?(command: DeviceCommand, reading: DeviceReading, context: DriverContext<z.output<Schema>>): boolean;
  readonly examples: readonly Example[];
}

/** Checks the shape at compile time and gives the definition back as it is. */
export const defineDevice = <Schema extends z.ZodType>(driver: DeviceDriver<Schema>): DeviceDriver => driver as unknown as DeviceDriver;

/** The filters on which hardware with these settings listens for commands, `{address}` not yet filled in. */
export const listensOf = ({ listens = [] }: DeviceDriver, settings: unknown): readonly string[] =>
  typeof listens === 'function' ? listens(settings) : listens;

/** What a driver knows of a device that was only just plugged in. */
export const freshContext = (driver: DeviceDriver, address = 'device-1', settings: unknown = {}): DriverContext => ({
  settings: driver.settings?.parse(settings) ?? {},
  address,
  memory: {},
});
