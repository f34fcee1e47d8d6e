/** Per language what a public screen may show: these fields and no others. */
export interface DisplayText {
  readonly title: string;
  readonly body: string;
  readonly priceMinor?: number;
  /** What it costs otherwise, where that is more. */
  readonly wasMinor?: number;
  readonly currency?: string;
  /** Path on the gateway. */
  readonly picture?: string;
  /** Address that a shopper's phone may take along, as a QR code. */
  readonly link?: string;
}

interface Command {
  /** Unique; the device's answer carries it. */
  readonly id: string;
  /** Epoch ms; whoever gets it later answers `expired` and does nothing. */
  readonly deadline: number;
}

export interface ShowCommand extends Command {
  readonly kind: 'show';
  readonly showForMs: number;
  /** 0 to 100: what is higher takes the place of what is on the screen, all else waits its turn. Absent: 50. */
  readonly priority?: number;
  /** Per language. */
  readonly content: Readonly<Record<string, DisplayText>>;
}

/** A relay, lock or plug. */
export interface SwitchCommand extends Command {
  readonly kind: 'switch';
  readonly on: boolean;
  /** 0-based; hardware with one channel ignores it. */
  readonly channel: number;
  /** Back to the other state after so long, ms; null: stays. */
  readonly forMs: number | null;
}

/** A lamp or LED strip. */
export interface LightCommand extends Command {
  readonly kind: 'light';
  readonly on: boolean;
  /** 0 to 1. */
  readonly brightness: number;
  /** `#RRGGBB`; null: as it was. */
  readonly color: string | null;
  /** Off again after so long, ms; null: stays. */
  readonly forMs: number | null;
}

/** A value of a machine: set point, register, OPC UA variable. */
interface WriteCommand extends Command {
  readonly kind: 'write';
  /** The name that store.yaml gives to it. */
  readonly name: string;
  readonly value: number | boolean | string;
}

/** A method of a machine. */
export interface CallCommand extends Command {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly (number | boolean | string)[];
}

/** What the gateway asks of displays and actuators. */
export type DeviceCommand = ShowCommand | SwitchCommand | LightCommand | WriteCommand | CallCommand;

/** A command in the hardware's own words, by the way it takes. */
export type Outgoing =
  | { readonly via: 'mqtt'; readonly topic: string; readonly bytes: Uint8Array }
  | { readonly via: 'stream'; readonly bytes: Uint8Array }
  | {
      readonly via: 'http';
      readonly method: 'GET' | 'POST' | 'PUT';
      /** Path and query; the host is that of the device's `http` setting. */
      readonly path: string;
      readonly contentType: string;
      readonly body: Uint8Array;
    }
  | { readonly via: 'opcua'; readonly write: { readonly name: string; readonly value: number | boolean | string } }
  | { readonly via: 'opcua'; readonly call: { readonly name: string; readonly arguments: readonly (number | boolean | string)[] } };
