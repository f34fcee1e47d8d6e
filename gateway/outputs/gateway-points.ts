import type { InfluxPoint } from './influx-point.ts';

/** How the gateway itself does. */
export interface GatewayFigures {
  readonly journalLag: number;
  /** Rows of the outbox that wait for any sink. */
  readonly outboxDepth: number;
  /** Of the data folder. */
  readonly diskBytes: number;
  readonly rssBytes: number;
}

/** How a device does, as the ledger knows it. */
interface DeviceFigures {
  readonly id: string;
  readonly state: string;
  /** Since the gateway began to keep its ledger. */
  readonly messages: number;
  readonly rejected: number;
  /** Gateway time less device time. */
  readonly skewMs: number | null;
  readonly lastMessage: number | null;
}

/** The points of one look at the gateway and its devices, at `at`. */
export const gatewayPoints = (
  store: string,
  at: number,
  { journalLag, outboxDepth, diskBytes, rssBytes }: GatewayFigures,
  devices: readonly DeviceFigures[],
): readonly InfluxPoint[] => [
  {
    measurement: 'gateway',
    tags: { store },
    fields: { journal_lag: journalLag, outbox_depth: outboxDepth, disk_bytes: diskBytes, rss_bytes: rssBytes },
    at,
  },
  ...devices.map(({ id, state, messages, rejected, skewMs, lastMessage }) => ({
    measurement: 'device' as const,
    tags: { store, device: id },
    fields: {
      ...{ online: state === 'online', messages, rejected },
      ...(skewMs === null ? {} : { skew_ms: skewMs }),
      // How old its newest word is.
      ...(lastMessage === null ? {} : { lag_ms: Math.max(0, at - lastMessage) }),
    },
    at,
  })),
];
