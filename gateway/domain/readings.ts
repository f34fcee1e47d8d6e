import type { Action } from './actuators/action.ts';
import type { AlertId, CommandId, DeviceId, Epc, Gtin, SaleId, Tid, VisitorId } from './ids.ts';
import type { Consent } from './loyalty/settings.ts';
import type { Celsius, Dbm, DurationMs, Grams, Instant, MinorCurrency, Percent } from './units.ts';

/** What every reading says of itself. */
interface Sensed {
  readonly device: DeviceId;
  /** When it happened: the device's own time where that is believable, else the gateway's receive time. */
  readonly at: Instant;
  /** The time as the device stated it, believable or not; null when the message carried none. */
  readonly reportedAt: Instant | null;
  /** When the gateway received it; never decreases from one input to the next. */
  readonly receivedAt: Instant;
}

/** Radio facts of a read that only pages and exports ask for. A key is absent when the reader did not say. */
export interface TagReadDetail {
  readonly pcHex?: string;
  readonly frequencyKhz?: number;
  readonly phaseDeg?: number;
  readonly dopplerHz?: number;
  readonly txPowerDbm?: number;
  readonly antennaName?: string;
  readonly rssiRaw?: number;
}

/** One tag heard by one antenna. All keys are always present, in this order: the hot path wants one object shape. */
export interface TagRead extends Sensed {
  readonly kind: 'tag';
  readonly epc: Epc;
  /** 1-based port; 0 when the reader did not say (handhelds, Zebra SIMPLE mode). */
  readonly antenna: number;
  readonly rssi: Dbm | null;
  readonly tid: Tid | null;
  /** How many reads the reader rolled into this report, at least 1. */
  readonly count: number;
  readonly detail: TagReadDetail | null;
}

/** A loyalty card seen by a card reader, or a GSRN card seen by a UHF antenna. */
export interface CardSeen extends Sensed {
  readonly kind: 'card';
  readonly visitor: VisitorId;
  /** 1-based port of the UHF antenna; 0 for a card reader. */
  readonly antenna: number;
  readonly rssi: Dbm | null;
}

export interface Weighed extends Sensed {
  readonly kind: 'weight';
  readonly channel: string;
  readonly grams: Grams;
  /** False while the pan moves: shown live, never used for stock. */
  readonly stable: boolean;
}

/** People crossing a counting line. */
export interface Counted extends Sensed {
  readonly kind: 'count';
  /** The counter's name for the line; '' when it has one line only. */
  readonly line: string;
  readonly in: number;
  readonly out: number;
  /** `increment`: people since the last message. `total`: running totals that may reset to 0. */
  readonly form: 'increment' | 'total';
}

/** People that a sensor sees in its zone now. */
export interface PresenceSensed extends Sensed {
  readonly kind: 'presence';
  readonly people: number;
  /** False when the sensor only knows occupied or not; then `people` is 1 or 0. */
  readonly counted: boolean;
}

export interface ClimateMeasured extends Sensed {
  readonly kind: 'climate';
  readonly temperature?: Celsius;
  readonly humidity?: Percent;
  readonly illuminanceLux?: number;
  readonly doorOpen?: boolean;
}

export interface ButtonPressed extends Sensed {
  readonly kind: 'button';
  readonly button: string;
}

export interface SaleLine {
  readonly epc: Epc | null;
  readonly gtin: Gtin | null;
  readonly quantity: number;
  readonly amount: MinorCurrency;
}

/** A receipt of the till. */
export interface SaleMade extends Sensed {
  readonly kind: 'sale';
  readonly sale: SaleId;
  readonly lines: readonly SaleLine[];
  readonly visitor: VisitorId | null;
  readonly currency: string;
}

export interface StatusReported extends Sensed {
  readonly kind: 'status';
  readonly online: boolean;
  readonly boot: number | null;
}

/** What an actuator or display says it is doing; flat, at most 32 keys. */
export interface StateReported extends Sensed {
  readonly kind: 'state';
  readonly values: Readonly<Record<string, string | number | boolean>>;
}

export interface InfoReported extends Sensed {
  readonly kind: 'info';
  readonly model?: string;
  readonly serial?: string;
  readonly firmware?: string;
  readonly address?: string;
}

export type CommandResult = 'shown' | 'done' | 'refused' | 'expired';

export interface CommandAcknowledged extends Sensed {
  readonly kind: 'ack';
  readonly command: CommandId;
  readonly result: CommandResult;
  /** For how long people could see it so far; absent where the display does not know. */
  readonly visible?: DurationMs;
}

/** What the domain senses. Card numbers have become pseudonyms before this point. */
export type Reading =
  | TagRead
  | CardSeen
  | Weighed
  | Counted
  | PresenceSensed
  | ClimateMeasured
  | ButtonPressed
  | SaleMade
  | StatusReported
  | StateReported
  | InfoReported
  | CommandAcknowledged;

/** What an operator did on a page; journalled like a device's message, so that a replay knows it too. */
interface AlertAcknowledged {
  readonly kind: 'alert-acknowledged';
  readonly receivedAt: Instant;
  readonly alert: AlertId;
  readonly user: string;
  readonly comment: string;
}

/** An operator takes a tag off the block list of the gates. */
export interface TagUnblocked {
  readonly kind: 'tag-unblocked';
  readonly receivedAt: Instant;
  readonly epc: Epc;
  readonly user: string;
}

/** Somebody tells of a customer: an import, or an operator. What is not said is null, or absent from `consent`, and stays as it was. */
export interface CustomerTold {
  readonly kind: 'customer-told';
  readonly receivedAt: Instant;
  readonly visitor: VisitorId;
  readonly user: string;
  /** '' takes away the tier that was given by hand. */
  readonly tier: string | null;
  readonly consent: Consent;
  /** A customer since; where from; what it cost to win them. */
  readonly since: Instant | null;
  readonly source: string | null;
  readonly cost: MinorCurrency | null;
  /** What there was before the gateway; taken once per customer. None below 0, and no more spent than earned. */
  readonly opening: { readonly earned: number; readonly spent: number; readonly money: MinorCurrency } | null;
}

/** Points and stored value that an operator, or a till on their behalf, adds (above 0) or takes (below 0): all of it or nothing. */
export interface CustomerBooked {
  readonly kind: 'customer-booked';
  readonly receivedAt: Instant;
  readonly visitor: VisitorId;
  readonly user: string;
  /** Names the booking; one that comes again counts once. */
  readonly booking: string;
  readonly points: number;
  readonly money: MinorCurrency;
}

/** A customer wants to be forgotten. */
export interface CustomerForgotten {
  readonly kind: 'customer-forgotten';
  readonly receivedAt: Instant;
  readonly visitor: VisitorId;
  readonly user: string;
}

/** An operator asks an actuator for something, or (`action` null) puts it back into its safe state. */
export interface ActuatorAsked {
  readonly kind: 'actuator-asked';
  readonly receivedAt: Instant;
  readonly request: string;
  readonly device: DeviceId;
  readonly channel: number;
  readonly action: Action | null;
  readonly forMs: DurationMs;
  readonly user: string;
}

/** What the gateway does itself: it has begun, it is about to end. */
interface GatewayMoved {
  readonly kind: 'gateway-started' | 'gateway-stops';
  readonly receivedAt: Instant;
}

/** What operators do, what they tell of customers, and what the gateway does itself. */
export type OperatorInput =
  | AlertAcknowledged
  | TagUnblocked
  | CustomerTold
  | CustomerBooked
  | CustomerForgotten
  | ActuatorAsked
  | GatewayMoved;

/** What was to be done at a time between two ticks is due: see `Store.due`. */
interface Due {
  readonly kind: 'due';
  readonly receivedAt: Instant;
}

/**
 * All that moves the domain. A tick comes at every whole second of receive time, before the first reading
 * received at or after it, and so does what is due; so the inputs, and all that follows from them, are a function of the journal alone.
 */
export type Input = Reading | OperatorInput | Due | { readonly kind: 'tick'; readonly receivedAt: Instant };
