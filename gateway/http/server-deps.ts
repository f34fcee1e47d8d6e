import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify';
import type { ActuatorAnswer, ActuatorRequest } from './contract-actuator.ts';
import type { OccupancyView } from './contract-occupancy.ts';
import type {
  Access,
  AlertDesk,
  CustomerDesk,
  Deed,
  Displays,
  Exports,
  Live,
  OfferDesk,
  PlanDesk,
  Reader,
  Reports,
  SettingsDesk,
} from './ports.ts';

/** What became of a pushed message. `ok`: it is on disk. Otherwise the status and problem that the sender is told. */
export type PushResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly detail: string };

/** Takes a message of an authenticated device; `channel` undefined means that the device's driver tells it from the bytes. */
interface HttpPush {
  push(device: string, channel: string | undefined, bytes: Uint8Array): Promise<PushResult>;
}

interface HttpMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  countRequest(method: string, route: string, status: number, seconds: number): void;
}

/** Bounds of the server; the defaults are the product's, tests shorten them. */
export interface ServerLimits {
  /** Longest time a client may take to send one request, ms. */
  readonly requestTimeoutMs: number;
  /** A connection on which nothing moves ends after this, ms. More than the heartbeat. */
  readonly idleTimeoutMs: number;
  /** Comment lines on the live feed, so that proxies and pages know that it is alive, ms. */
  readonly heartbeatMs: number;
  /** A page that lets more than this wait on the live feed is cut off, bytes. */
  readonly liveBufferBytes: number;
  readonly liveClients: number;
  /** Messages of one device from one address. */
  readonly readingsPerSecond: number;
  readonly loginsPerMinute: number;
  /** Questions of one address to what needs no login. */
  readonly publicPerMinute: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  requestTimeoutMs: 20_000,
  idleTimeoutMs: 60_000,
  heartbeatMs: 15_000,
  liveBufferBytes: 1_048_576,
  liveClients: 64,
  readingsPerSecond: 100,
  loginsPerMinute: 60,
  publicPerMinute: 60,
};

/** All that the server needs; it opens nothing by itself. */
export interface ServerDeps {
  readonly reader: Reader;
  readonly live: Live;
  readonly access: Access;
  readonly push: HttpPush;
  readonly displays: Displays;
  readonly customers: CustomerDesk;
  readonly exports: Exports;
  readonly offerDesk: OfferDesk;
  readonly settingsDesk: SettingsDesk;
  readonly reports: Reports;
  /** How full the shop is, for everybody; null where the shop keeps that to itself: then there is no such page either. */
  readonly occupancy: (() => Promise<OccupancyView>) | null;
  readonly planDesk: PlanDesk;
  /** Journals an operator's acknowledgement; false when there is no such alert. Rejects when it cannot be stored. */
  readonly acknowledgeAlert: (id: string, user: string, comment: string) => Promise<boolean>;
  readonly alertDesk: AlertDesk;
  /** Puts what an operator did into the audit log. */
  readonly noteDeed: (deed: Deed) => void;
  /** Journals that an operator takes a tag off the block list; false when it is not on it. Rejects when it cannot be stored. */
  readonly unblockTag: (epc: string, user: string) => Promise<boolean>;
  /** Counts a message that was turned away for its credential. */
  readonly refuse?: (reason: string, source: string, topic: string, sample: Uint8Array) => void;
  /** Journals what an operator asks of an actuator and waits for the shop's answer. Rejects with DEVICE_UNKNOWN and INPUT_INVALID. */
  readonly actuate: (device: string, request: ActuatorRequest, user: string) => Promise<ActuatorAnswer>;
  readonly metrics: HttpMetrics;
  readonly log: FastifyBaseLogger;
  /** Epoch ms. */
  readonly clock: () => number;
  /** Absolute folder with the built pages: `web/` and `player/` inside. */
  readonly webRoot: string;
  /** True when operators reach the gateway over https: cookies become `Secure`, browsers are told to stay on https. */
  readonly secureCookies: boolean;
  readonly trustProxy?: FastifyServerOptions['trustProxy'];
  /** The address operators use, when a proxy stands before the gateway. */
  readonly publicUrl?: string | undefined;
  /** Lets a Prometheus on another machine scrape `/metrics`. */
  readonly metricsToken?: string | undefined;
  readonly version?: string;
  readonly limits?: Partial<ServerLimits>;
}

/** The dependencies with every limit filled in, as routes get them. */
export type RouteDeps = Omit<ServerDeps, 'limits'> & { readonly limits: ServerLimits };
