import type { ItemFact } from '../domain/events.ts';
import type { ShopNames } from '../explain/shop-names.ts';
import type { Story } from '../explain/story.ts';
import type {
  AlertDetail,
  AlertView,
  AvailabilityView,
  BlockedTagView,
  DeviceView,
  FootfallView,
  ItemView,
  LedgerView,
  LiveMessage,
  MisplacedView,
  NowView,
  OfferShownView,
  OfferView,
  PendingDeviceView,
  RefillView,
  ShelfView,
  StoreView,
  VisitDetail,
  VisitView,
  ZoneView,
} from './contract.ts';
import type { AccuracyView } from './contract-accuracy.ts';
import type { AuditCheck, AuditRow, AuditSums } from './contract-actuator.ts';
import type { AlertInboxView } from './contract-alerts.ts';
import type { BookingAnswer, BookingRequest, ToldAnswer } from './contract-customer-desk.ts';
import type {
  AcquisitionView,
  CohortsView,
  CustomerDetail,
  CustomerExport,
  CustomerFunnel,
  CustomersPage,
  CustomersStanding,
  CustomerValue,
  RfmGrid,
  StickinessView,
} from './contract-customers.ts';
import type { PlaylistView, PreviewRequest, PreviewResult, PreviewView } from './contract-display.ts';
import type { HoldoutResults, OfferDay, OfferResults } from './contract-experiment.ts';
import type { FeedbackAnswer, FeedbackView } from './contract-feedback.ts';
import type { FootfallSpanView } from './contract-footfall.ts';
import type { FunnelView, ReplayView, WaysView, ZoneFiguresView } from './contract-journey.ts';
import type { LossView } from './contract-loss.ts';
import type { OfferCheckView, OfferSourceView } from './contract-offer-source.ts';
import type { OfferFiguresView } from './contract-offers.ts';
import type { PlanDraft, PlanPictureView, PlanSource } from './contract-plan.ts';
import type { AssociationsView } from './contract-recommend.ts';
import type { ReportsView } from './contract-reports.ts';
import type { FileCheckView, SettingChange, SettingsView } from './contract-settings.ts';
import type { AvailabilityDaysView } from './contract-shelves.ts';
import type { BrandView, Statement } from './contract-statement.ts';
import type { VisitRow, VisitSums } from './contract-visits.ts';

/** A page of a list, newest first. `before` is the time of the last row of the page before it. */
export interface Page {
  readonly limit: number;
  readonly before?: number | undefined;
}

/** Which customers; all of the filters hold. */
export interface CustomersAsked {
  readonly limit: number;
  /** The last pseudonym of the page before. */
  readonly after?: string | undefined;
  readonly stage?: string | undefined;
  readonly tier?: string | undefined;
  /** Three digits of RFM, `x` for any: `5xx` bought just now. */
  readonly segment?: string | undefined;
}

/** What became of everything that was put in for one receiver outside the gateway. */
export interface SinkAccount {
  readonly sink: string;
  readonly waiting: number;
  readonly delivered: number;
  /** Given up, thrown away or too late; `dead` of them can still be sent again. */
  readonly failed: number;
  readonly dead: number;
  /** When the oldest row that waits happened, epoch ms; null when none waits. */
  readonly waitingSince: number | null;
}

/** Something that a receiver did not take and nobody tries any more. */
export interface DeadLetterRow {
  readonly id: number;
  readonly sink: string;
  /** When it happened; when it was given up. Epoch ms. */
  readonly at: number;
  readonly diedAt: number;
  readonly attempts: number;
  readonly reason: string;
  readonly detail: string;
  /** In the form of its sink. */
  readonly body: unknown;
}

/** A page of an export. `next`: what the page after it is asked with; null after the last one. */
export interface Rows<Row, Cursor> {
  readonly rows: readonly Row[];
  readonly next: Cursor | null;
}

/** One thing that happened to an item. Times are epoch ms. */
export interface ItemEventRow {
  readonly id: number;
  readonly type: Exclude<ItemFact['type'], 'item.departed'> | 'exit.suspected' | 'exit.withdrawn';
  readonly at: number;
  readonly emittedAt: number;
  readonly epc: string;
  readonly zone: string | null;
  readonly from: string | null;
  readonly confidence: number;
  /** True when a receipt had named it before, and it did not come back since. */
  readonly wasSold: boolean;
}

/** One receipt; amounts are minor units of the line as a whole. */
export interface ReceiptRow {
  readonly sale: string;
  readonly at: number;
  readonly lines: readonly {
    readonly epc: string | null;
    readonly gtin: string | null;
    readonly quantity: number;
    readonly amount: number;
  }[];
}

/** An item that is in the shop, as the gateway believes since `since`. */
export interface ItemHereRow {
  readonly epc: string;
  readonly gtin: string | null;
  readonly state: 'present' | 'picked';
  readonly zone: string | null;
  readonly section: string | null;
  readonly confidence: number;
  readonly since: number;
}

/** Store-local dates, YYYY-MM-DD. */
interface AskedDays {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Visits that began on these days; what is absent does not matter. */
export interface AskedVisits extends AskedDays {
  readonly open?: boolean | undefined;
  /** Recognised by a card. */
  readonly member?: boolean | undefined;
  /** Held an item. */
  readonly items?: boolean | undefined;
  readonly bought?: boolean | undefined;
  /** Came to this zone. */
  readonly zone?: string | undefined;
}

/** What pages ask of the ledger; answered by a read-only connection in a worker, so that a page never delays a reading. */
export interface Reader {
  zones(): Promise<ZoneView[]>;
  /** `date`: store-local YYYY-MM-DD; today when absent. */
  footfall(date?: string): Promise<FootfallView>;
  /** Store-local dates, both inclusive, at most 400 days; absent: the newest seven days. */
  footfallSpan(days: AskedDays): Promise<FootfallSpanView>;
  /** How far visits came, what zones saw of them, and from where to where they went; days as of `footfallSpan`. */
  funnel(days: AskedDays): Promise<FunnelView>;
  zoneFigures(days: AskedDays): Promise<ZoneFiguresView>;
  ways(days: AskedDays): Promise<WaysView>;
  /** People by zone and quarter of an hour of a store-local day; today when absent. */
  replay(date?: string): Promise<ReplayView>;
  /** How often claims proved right in each of the newest `weeks` weeks (1..52), and false alarms per day. */
  accuracy(weeks: number): Promise<AccuracyView>;
  /** What goes with what, as the receipts tell, the best rules first. */
  associations(): Promise<AssociationsView>;
  shelves(): Promise<ShelfView[]>;
  /** Items at rest on the wrong shelf, by where they lie. */
  misplaced(): Promise<MisplacedView[]>;
  /** Places that hold fewer than planned, the most urgent first. */
  refill(): Promise<RefillView[]>;
  /** On-shelf availability over whole hours of epoch time in [from, to), epoch ms. */
  availability(from: number, to: number): Promise<AvailabilityView>;
  /** The same by day and by product; store-local dates, both inclusive, at most 400 days; absent: the newest seven days. */
  availabilityDays(days: AskedDays): Promise<AvailabilityDaysView>;
  visits(page: Page & { readonly open?: boolean | undefined }): Promise<VisitView[]>;
  visit(id: string): Promise<VisitDetail | null>;
  /** How many visits meet the filters. */
  visitSums(asked: AskedVisits): Promise<VisitSums>;
  /** Some of them, newest first, after `skip` others. */
  visitRows(asked: AskedVisits, page: { readonly limit: number; readonly skip: number }): Promise<VisitRow[]>;
  itemHistory(epc: string): Promise<{ readonly history: ItemView['history']; readonly visit: string | null }>;
  offers(): Promise<OfferView[]>;
  /** Offers over some days, by day and by display; days as `footfallSpan` takes them. */
  offerFigures(days: AskedDays): Promise<OfferFiguresView>;
  decisions(page: Page & { readonly offer?: string | undefined }): Promise<OfferShownView[]>;
  /** Of units first assigned with `from` <= at < `to`, epoch ms; null for an offer that nobody knows. */
  offerResults(id: string, from: number, to: number): Promise<OfferResults | null>;
  /** Of every offer with a unit in the span, the newest first. */
  allResults(from: number, to: number): Promise<OfferResults[]>;
  /** By day and arm, oldest first. */
  offerDays(id: string, from: number, to: number): Promise<OfferDay[] | null>;
  /** All offers together against the shop's hold-out. */
  holdoutResults(from: number, to: number): Promise<HoldoutResults>;
  /** Who paid for showings and purchases with `from` <= at < `to`, epoch ms, in quarters of an hour. */
  brands(from: number, to: number): Promise<BrandView[]>;
  /** What a brand owes, by local day, offer and display; null for a brand that nobody knows. */
  statement(brand: string, from: number, to: number): Promise<Statement | null>;
  /** What shoppers said with `from` <= at < `to`, epoch ms. */
  feedback(from: number, to: number): Promise<FeedbackView>;
  feedbackAnswers(from: number, to: number): Promise<FeedbackAnswer[]>;
  customers(asked: CustomersAsked): Promise<CustomersPage>;
  /** Null for a pseudonym of which nothing is known. */
  customer(visitor: string): Promise<CustomerDetail | null>;
  customerExport(visitor: string): Promise<CustomerExport | null>;
  customersStanding(): Promise<CustomersStanding>;
  customersRfm(): Promise<RfmGrid>;
  customersCohorts(): Promise<CohortsView>;
  /** By local day, from the day of `from` to that of `to`, epoch ms. */
  customersStickiness(from: number, to: number): Promise<StickinessView>;
  customersFunnel(from: number, to: number): Promise<CustomerFunnel>;
  customersAcquisition(from: number, to: number): Promise<AcquisitionView>;
  customersValue(): Promise<CustomerValue>;
  alerts(page: Page & { readonly open?: boolean | undefined }): Promise<AlertView[]>;
  alert(id: string): Promise<AlertDetail | null>;
  /** Items that passed a gate without a receipt; days as `footfallSpan` takes them. */
  loss(days: AskedDays): Promise<LossView>;
  /** Alerts of the days (as `footfallSpan` takes them) and all that still stand, as `user` sees them. */
  alertInbox(days: AskedDays, user: string): Promise<AlertInboxView>;
  /** What happened to an item, in a visit, or both: bounded, the newest events. Empty for what the ledger does not know. */
  story(of: { readonly epc: string | null; readonly visit: string | null }): Promise<Story>;
  /** Tags on the block list of the gates, the newest first. */
  blockedTags(): Promise<BlockedTagView[]>;
  devices(): Promise<DeviceView[]>;
  /** The audit log with `from` <= at < `to`: the newest rows below `before`, newest first, or those above `after`, oldest first. */
  audit(asked: {
    readonly limit: number;
    readonly before?: number | undefined;
    readonly after?: number | undefined;
    readonly device?: string | undefined;
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    /** A user, or the id of an offer or rule. */
    readonly who?: string | undefined;
    /** A kind of row, or the code of a deed. */
    readonly what?: string | undefined;
    readonly outcome?: string | undefined;
    /** Found in the text of a row, in any case. */
    readonly text?: string | undefined;
  }): Promise<AuditRow[]>;
  /** What stands in the log with `from` <= at < `to`, counted: what filters can be set to. */
  auditSums(from: number, to: number): Promise<AuditSums>;
  /** Whether the log is as it was written; `head` is a hash that was noted before. */
  auditCheck(head?: string): Promise<AuditCheck>;
  /** Receivers outside the gateway, in the order of their names. */
  sinks(): Promise<SinkAccount[]>;
  /** What was given up, the newest first; `before` is the id of the last one of the page before. */
  deadLetters(page: Page & { readonly sink?: string | undefined }): Promise<DeadLetterRow[]>;
  /** All but the parts that only the running process knows (`pending`, `journal`), which the caller adds. */
  /** What exports are made from, page by page; see the ledger's queries. */
  itemEvents(from: number, to: number, after: number | null): Promise<Rows<ItemEventRow, number>>;
  receipts(from: number, to: number, after: ReceiptRow | null): Promise<Rows<ReceiptRow, ReceiptRow>>;
  itemsHere(after: string | null): Promise<Rows<ItemHereRow, string>>;
  ledger(): Promise<Omit<LedgerView, 'pending' | 'balanced' | 'journal'>>;
  close(): Promise<void>;
}

/** What the running process knows beside the ledger. */
export interface Live {
  /** What everything in the shop is called, in every language that the shop gave. */
  readonly names: ShopNames;
  store(): StoreView;
  now(): Promise<NowView>;
  /** Why the gateway cannot reach a device that it goes to itself; null when it can, or when the device comes by itself. */
  problemOf(device: string): string | null;
  pendingDevices(): PendingDeviceView[];
  item(epc: string): Promise<ItemView | null>;
  ledger(): Promise<LedgerView>;
  /** Returns the function that stops listening. */
  subscribe(listener: (message: LiveMessage) => void): () => void;
  /** Event messages newer than this event id that are still in memory, oldest first: what a page missed while away. */
  recent?(after: number): readonly LiveMessage[];
  /** Throws a GatewayError when not ready to take readings, with the reason. */
  ready(): void;
}

/** Files for other programs, in pieces as they are made. Spans are epoch ms, [from, to). */
export interface Exports {
  /** One EPCISDocument of what the gateway told of items in that time. */
  epcis(from: number, to: number): AsyncIterable<string>;
  /** CSV of receipts in that time, a row per line. */
  sales(from: number, to: number): AsyncIterable<string>;
  /** CSV of the items that are in the shop. */
  inventory(): AsyncIterable<string>;
}

/** The offers of store.yaml, as operators read, try and save them. */
export interface OfferDesk {
  /** Throws NOT_FOUND for a gateway without a store.yaml, CONFIG_READ_ONLY for a file that cannot be cut around its offers. */
  source(): OfferSourceView;
  check(text: string): Promise<OfferCheckView>;
  /** Rejects with FILE_CHANGED when the file has not this hash any more, CONFIG_INVALID, CONFIG_READ_ONLY; then nothing has changed. */
  save(text: string, hash: string, user: string): Promise<OfferSourceView>;
}

/** The settings of store.yaml, as operators read, try and save them. The running gateway keeps those that it was started with. */
export interface SettingsDesk {
  settings(): Promise<SettingsView>;
  check(changes: readonly SettingChange[]): Promise<FileCheckView>;
  /** Rejects with FILE_CHANGED when the file has not this hash any more, CONFIG_INVALID, CONFIG_READ_ONLY, INPUT_INVALID; then nothing has changed. */
  save(changes: readonly SettingChange[], hash: string, user: string): Promise<SettingsView>;
}

/** The floor plan of store.yaml, as operators read, draw and save it. */
export interface PlanDesk {
  source(): Promise<PlanSource>;
  check(draft: PlanDraft): Promise<FileCheckView>;
  /** Rejects with FILE_CHANGED when the file has not this hash any more, CONFIG_INVALID, CONFIG_READ_ONLY; then nothing has changed. */
  save(draft: PlanDraft, hash: string, user: string): Promise<PlanSource>;
  /** Keeps a picture beside the file. Throws INPUT_INVALID for what is none, CONFIG_READ_ONLY. */
  addPicture(bytes: Uint8Array, user: string): PlanPictureView;
  /** The running plan's, or one that was added; null for every other name. */
  picture(name?: string): { readonly file: string; readonly type: string } | null;
}

/** What the audit log keeps of a file of the shop that an operator saved. */
export interface SavedFile {
  /** Name of the file. */
  readonly file: string;
  readonly user: string;
  /** Parts of the file that changed; no values. */
  readonly paths: readonly string[];
  /** SHA-256 of the file before and after, hex. */
  readonly before: string;
  readonly after: string;
}

/** What displays are given, and what operators try on them. */
export interface Displays {
  /** Null for what is no display of the shop. */
  playlist(display: string): PlaylistView | null;
  /** The picture at this path of the gateway; null for every path but those of pictures that store.yaml names. */
  picture(address: string): { readonly file: string; readonly type: string } | null;
  /** Shows something at once. Throws DEVICE_UNKNOWN for what is no display of the shop. */
  preview(display: string, request: PreviewRequest): PreviewView;
  /** Null for a preview that was not asked for since the gateway started. */
  previewResult(display: string, command: string): PreviewResult | null;
}

/** What operators tell of customers; it is in the journal when a promise resolves. Rejects when it cannot be stored. */
export interface CustomerDesk {
  /** Each row is taken or refused by itself; a dry run stores none. */
  tell(rows: readonly unknown[], user: string, dryRun: boolean): Promise<ToldAnswer>;
  pseudonym(card: string): string;
  book(visitor: string, booking: BookingRequest, user: string): Promise<BookingAnswer>;
  forget(visitor: string, user: string): Promise<{ readonly inMembersFile: boolean }>;
}

/**
 * What operators arrange about alerts; all of the ids or none. Throws NOT_FOUND for an alert that is not there, INPUT_INVALID for a user
 * that is none and for a time that is over or more than 30 days ahead.
 */
export interface AlertDesk {
  comment(ids: readonly string[], user: string, text: string): void;
  /** `to` null: nobody any more. */
  assign(ids: readonly string[], user: string, to: string | null): void;
  /** Epoch ms; null takes them back. */
  shelve(ids: readonly string[], user: string, until: number | null): void;
  read(ids: readonly string[], user: string): void;
}

/** Reports that the clock makes. */
export interface Reports {
  list(): ReportsView;
  /** Where a file of a report lies on this machine; null for what was never made or is no longer kept. */
  file(report: string, period: string, name: string): string | null;
}

/** Something that a person did with the gateway, and that no event of the shop tells. Never holds a secret, a card or what was written. */
export interface Deed {
  /** Code: `login`, `display-tried`, …; pages have words for them. */
  readonly deed: string;
  /** Null: somebody at the gateway's own command line. */
  readonly user: string | null;
  /** Ids of what it was done to; nothing of a customer. */
  readonly about?: string | null;
  /** `done` when absent. */
  readonly outcome?: 'done' | 'refused';
  /** Code of the refusal, or what tells the result apart. */
  readonly detail?: string;
}

/** Who is logged in, until when (epoch ms), and whether only to look. */
export interface Login {
  readonly user: string;
  readonly expires: number;
  readonly isReadOnly: boolean;
}

/** Who may do what. Secrets are compared by hash; none is ever stored or logged. */
export interface Access {
  /** A new one-time login link's token for this user; earlier unused ones of the user end. Valid for `minutes`. What it opens may be read-only. */
  createLoginToken(user: string, minutes: number, isReadOnly?: boolean): string;
  /** Spends the token; null when unknown, spent or too old. */
  login(token: string): (Login & { readonly session: string }) | null;
  session(session: string): Login | null;
  logout(session: string): void;
  hasUsers(): boolean;
  /** A new secret for a device, shown once; the old one ends. */
  rotateDevice(device: string): string;
  revokeDevice(device: string): void;
  /** True when the secret is the device's present one. Constant time. */
  verifyDevice(device: string, secret: string): boolean;
  devicesWithSecret(): readonly string[];
}
