import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { AuditCheck } from '../http/contract-actuator.ts';
import { number, type Row, text } from './queries/row.ts';

/** A row of the audit log without its hash; `body` is JSON as it is stored. */
interface AuditLink {
  readonly seq: number;
  readonly event: number;
  readonly at: number;
  readonly kind: string;
  readonly device: string;
  readonly body: string;
}

/** SHA-256, hex, over the hash of the row before and all columns of this one as a JSON array: anybody can work it out from an export. */
const linkHash = (before: string, { seq, event, at, kind, device, body }: AuditLink): string =>
  createHash('sha256')
    .update(JSON.stringify([before, seq, event, at, kind, device, body]))
    .digest('hex');

/** The newest row of the audit log, by the chain's own word. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export function auditHeadOf(db: DatabaseSync): AuditHead {
  const row = db.prepare('SELECT head_seq, head_hash FROM audit_chain').get();
  return { seq: number(row?.head_seq), hash: text(row?.head_hash) };
}

/** Adds a row behind the newest one; inside the transaction of whoever asks. */
export function createAuditAppend(db: DatabaseSync): (row: Omit<AuditLink, 'seq'>) => void {
  const append = db.prepare('INSERT INTO audit (seq, event, at, kind, device, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const move = db.prepare('UPDATE audit_chain SET head_seq = ?, head_hash = ?');
  return (row) => {
    const last = auditHeadOf(db);
    const seq = last.seq + 1;
    const hash = linkHash(last.hash, { seq, ...row });
    append.run(seq, row.event, row.at, row.kind, row.device, row.body, hash);
    move.run(seq, hash);
  };
}

/**
 * Goes through the whole audit log and names the first row that was changed or is missing. `head`: a hash that somebody noted before;
 * it must still be one of the chain, which a log that was written anew from some row on does not have.
 */
export function checkAudit(db: DatabaseSync, head?: string): AuditCheck {
  // One picture of both, although the writer goes on.
  db.exec('BEGIN');
  try {
    return walk(db, head);
  } finally {
    db.exec('COMMIT');
  }
}

function walk(db: DatabaseSync, head: string | undefined): AuditCheck {
  const chain = db.prepare('SELECT base_seq, base_hash, head_seq, head_hash FROM audit_chain').get();
  let hash = text(chain?.base_hash);
  let seq = number(chain?.base_seq);
  let isHeadKnown = head === undefined ? null : head === hash;
  const found = { deletedUpTo: seq, rows: 0, headSeq: number(chain?.head_seq), headHash: text(chain?.head_hash) };
  const broken = (at: number, what: 'changed' | 'missing'): AuditCheck => ({ ...found, broken: { seq: at, what }, isHeadKnown });
  for (const row of db.prepare('SELECT seq, event, at, kind, device, body, hash FROM audit ORDER BY seq').iterate()) {
    const link = linkOf(row);
    if (link.seq !== seq + 1) return broken(seq + 1, 'missing');
    if (linkHash(hash, link) !== text(row.hash)) return broken(link.seq, 'changed');
    seq = link.seq;
    hash = text(row.hash);
    found.rows++;
    if (hash === head) isHeadKnown = true;
  }
  if (seq < found.headSeq) return broken(seq + 1, 'missing');
  if (seq > found.headSeq || hash !== found.headHash) return broken(seq, 'changed');
  return { ...found, broken: null, isHeadKnown };
}

const linkOf = (row: Row): AuditLink => ({
  seq: number(row.seq),
  event: number(row.event),
  at: number(row.at),
  kind: text(row.kind),
  device: text(row.device),
  body: text(row.body),
});
