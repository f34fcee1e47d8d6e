import type {
  AlertView,
  DeviceView,
  DwellView,
  FootfallView,
  FunnelView,
  ItemView,
  LedgerView,
  LiveMessage,
  NowView,
  OfferResults,
  OfferShownView,
  OfferView,
  ShelfView,
  StoreView,
  VisitDetail,
  VisitView,
  ZoneView,
} from './contract.ts';

/** A page of a list, newest first. `before` is the time of the last row of the page before it. */
export interface Page {
  readonly limit: number;
  readonly before?: number | undefined;
}

/** What pages ask of the ledger; answered by a read-only connection in a worker, so that a page never delays a reading. */
export interface Reader {
  zones(): Promise<ZoneView[]>;
  /** `date`: store-local YYYY-MM-DD; today when absent. */
  footfall(date?: string): Promise<FootfallView>;
  dwell(date?: string): Promise<DwellView>;
  funnel(date?: string): Promise<FunnelView>;
  shelves(): Promise<ShelfView[]>;
  visits(page: Page & { readonly open?: boolean | undefined }): Promise<VisitView[]>;
  visit(id: string): Promise<VisitDetail | null>;
  itemHistory(epc: string): Promise<{ readonly history: ItemView['history']; readonly visit: string | null }>;
  offers(): Promise<OfferView[]>;
  decisions(page: Page & { readonly offer?: string | undefined }): Promise<OfferShownView[]>;
  offerResults(id: string, from: number, to: number): Promise<OfferResults | null>;
  alerts(page: Page & { readonly open?: boolean | undefined }): Promise<AlertView[]>;
  devices(): Promise<DeviceView[]>;
  /** All but the parts that only the running process knows (`pending`, `journal`), which the caller adds. */
  ledger(): Promise<Omit<LedgerView, 'pending' | 'balanced' | 'journal'>>;
  close(): Promise<void>;
}

/** What the running process knows beside the ledger. */
export interface Live {
  store(): StoreView;
  now(): Promise<NowView>;
  item(epc: string): Promise<ItemView | null>;
  ledger(): Promise<LedgerView>;
  /** Returns the function that stops listening. */
  subscribe(listener: (message: LiveMessage) => void): () => void;
  /** Event messages newer than this event id that are still in memory, oldest first: what a page missed while away. */
  recent?(after: number): readonly LiveMessage[];
  /** Throws a GatewayError when not ready to take readings, with the reason. */
  ready(): void;
}

/** Who may do what. Secrets are compared by hash; none is ever stored or logged. */
export interface Access {
  /** A new one-time login link's token for this user; earlier unused ones of the user end. Valid for `minutes`. */
  createLoginToken(user: string, minutes: number): string;
  /** Spends the token; null when unknown, spent or too old. */
  login(token: string): { readonly session: string; readonly user: string; readonly expires: number } | null;
  session(session: string): { readonly user: string; readonly expires: number } | null;
  logout(session: string): void;
  hasUsers(): boolean;
  /** A new secret for a device, shown once; the old one ends. */
  rotateDevice(device: string): string;
  revokeDevice(device: string): void;
  /** True when the secret is the device's present one. Constant time. */
  verifyDevice(device: string, secret: string): boolean;
  devicesWithSecret(): readonly string[];
}
