/** What a template knows of the device and the shop. */
export interface ProvisionInput {
  readonly device: {
    readonly id: string;
    /** The name by which the hardware calls itself in topics. */
    readonly address: string;
    readonly driver: string;
    /** Topics on which it publishes, filled in. */
    readonly topics: readonly string[];
    /** Its own address on the network, when store.yaml says it. */
    readonly url: string | null;
    /** 1-based ports in use. */
    readonly antennas: readonly number[];
    readonly settings: Readonly<Record<string, unknown>>;
  };
  /** Devices that come by this one. */
  readonly children: readonly { readonly id: string; readonly address: string; readonly zone: string | null }[];
  readonly store: { readonly id: string; readonly timezone: string };
  /** As the device sees it. */
  readonly broker: { readonly host: string; readonly port: number };
  readonly gateway: { readonly url: string };
  readonly credential: { readonly user: string; readonly password: string };
  /** Where the gateway goes to the device by itself. */
  readonly line: LineFacts | null;
}

export type LineFacts =
  | {
      readonly kind: 'serial';
      readonly path: string;
      readonly baud: number;
      readonly dataBits: number;
      readonly parity: string;
      readonly stopBits: number;
    }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'llrp';
      readonly host: string;
      readonly port: number;
      readonly session: number;
      readonly population: number;
      readonly powerDbm: number | null;
      readonly mode: number | null;
      readonly keepaliveS: number;
    }
  | { readonly kind: 'opcua'; readonly url: string; readonly security: string; readonly policy: string; readonly user: string | null };

/** One thing to be done at the device, in order. */
export interface ProvisionStep {
  readonly title: string;
  /** What to do with the text, one or two sentences. */
  readonly how: string;
  readonly text: string;
  /** Name under which `--out` writes the text; null for what is typed or clicked. */
  readonly file: string | null;
}

/** The settings of one family of hardware. */
export interface FirmwareTemplate {
  readonly name: string;
  /** Drivers for which it is the first choice. */
  readonly drivers: readonly string[];
  readonly description: string;
  render(input: ProvisionInput): readonly ProvisionStep[];
}

export const json = (value: unknown): string => JSON.stringify(value, null, 2);
