import type { Access, AlertDesk, Deed, SavedFile } from '../http/ports.ts';
import type { DeadLetters, Ledger, MadeReports, Outbox } from '../pipeline/ledger-port.ts';
import { createAccess } from './access/open-access.ts';
import { createAlertDesk } from './alert-desk.ts';
import { type AuditHead, auditHeadOf } from './audit-chain.ts';
import { createSavedNotes } from './audit-saved.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createCommitter } from './commit.ts';
import { createDeedLog } from './deed-log.ts';
import { digestOf } from './digest.ts';
import { createMadeReports } from './made-reports.ts';
import { openDatabase } from './open-database.ts';
import { createOutbox } from './outbox.ts';
import type { ReaderCatalogue } from './queries/catalogue.ts';
import { createQueries, type Queries } from './queries/create-queries.ts';
import { type StandingEvent, standingOf } from './queries/standing.ts';
import { type Expired, expire, type RetentionPolicy } from './retention.ts';
import { guarded, transact } from './sqlite.ts';

export interface LedgerOptions {
  /** Path of the SQLite file, or `:memory:` for a replay that keeps nothing. */
  readonly file: string;
  /** Epoch milliseconds: expiry of outbox rows, sessions and tokens. Events bring their own time. */
  readonly clock: () => number;
  readonly log?: (message: string, facts: Record<string, unknown>) => void;
}

export interface OpenLedger {
  readonly ledger: Ledger;
  readonly outbox: Outbox;
  /** What was given up; pages list it through `queries`. */
  readonly deadLetters: DeadLetters;
  readonly access: Access;
  readonly alertDesk: AlertDesk;
  readonly madeReports: MadeReports;
  /** Puts what a person did into the audit log. Throws LEDGER_UNAVAILABLE. */
  noteDeed(deed: Deed): void;
  /** Deletes what the privacy policy no longer allows; see `retention.ts`. */
  expire(policy: RetentionPolicy): Promise<Expired>;
  /** The pages' questions on the writer's own connection: for a `:memory:` ledger; a file is read by `openReader`. */
  queries(catalogue: ReaderCatalogue): Queries;
  /** The last word on zones, shelves and open alerts, for a broker that has forgotten it. */
  standing(): readonly StandingEvent[];
  /** The newest row of the audit log; `seq` 0 while it is empty. */
  auditHead(): AuditHead;
  /** Adds to the audit log that an operator saved a file of the shop. */
  noteSaved(saved: SavedFile): void;
  /** Safe to call twice. */
  close(): void;
}

/**
 * Opens the shop's ledger: the one writer of what happened. Throws GatewayError LEDGER_NEWER when a newer version wrote
 * the file, LEDGER_UNAVAILABLE when it is foreign, damaged or cannot be opened.
 */
export function openLedger(options: LedgerOptions): OpenLedger {
  const { clock, log = () => {} } = options;
  const db = openDatabase(options.file);
  const { outbox, writer, deadLetters } = createOutbox(db, clock);
  const committer = createCommitter(db, writer);
  const deedLog = createDeedLog(db, clock);
  const close = (): void => {
    if (db.isOpen) db.close();
  };
  const ledger: Ledger = {
    ...committer,
    ...createCheckpoints(db, log),
    digest: () => guarded(() => digestOf(db)),
    close,
  };
  return {
    ledger,
    outbox,
    deadLetters,
    access: createAccess(db, clock),
    alertDesk: createAlertDesk(db, clock),
    madeReports: createMadeReports(db),
    noteDeed: (deed) => transact(db, () => deedLog(deed)),
    expire: (policy) => expire(db, policy),
    standing: () => guarded(() => standingOf(db)),
    auditHead: () => guarded(() => auditHeadOf(db)),
    noteSaved: createSavedNotes(db, clock),
    queries: (catalogue) => createQueries(db, catalogue, clock),
    close,
  };
}
