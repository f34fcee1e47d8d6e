import type { EventOf } from '../../domain/events.ts';
import type { AuditRow, AuditSums } from '../../http/contract-actuator.ts';
import type { Reader } from '../../http/ports.ts';
import { checkAudit } from '../audit-chain.ts';
import type { QueryContext } from './context.ts';
import { json, number, type Row, text, textOrNull } from './row.ts';

type Asked = Parameters<Reader['audit']>[0];

export interface Audit {
  audit(asked: Asked): AuditRow[];
  auditSums(from: number, to: number): AuditSums;
  auditCheck(head?: string): ReturnType<typeof checkAudit>;
}

/** '' is somebody at the command line; null is nobody: the answer of an actuator names the command, not who asked. */
const WHO = "coalesce(json_extract(body, '$.user'), json_extract(body, '$.cause.id'), iif(kind = 'did', '', NULL))";
const WHAT = "coalesce(json_extract(body, '$.deed'), kind)";
const OUTCOME = "coalesce(json_extract(body, '$.outcome'), iif(kind = 'barred', 'barred', NULL))";

/** What people did and actuators were asked, the newest first or, after a row, the oldest first; and whether the chain is whole. */
export function createAudit({ db }: QueryContext): Audit {
  const list = (condition: string, order: string) =>
    db.prepare(
      `SELECT seq, event, at, kind, device, body, hash FROM audit WHERE ${condition} AND at >= $from AND at < $to AND ($device IS NULL OR device = $device)
         AND ($who IS NULL OR ${WHO} = $who) AND ($what IS NULL OR ${WHAT} = $what) AND ($outcome IS NULL OR ${OUTCOME} = $outcome)
         AND ($text IS NULL OR instr(lower(device || ' ' || kind || ' ' || body), $text) > 0)
       ORDER BY seq ${order} LIMIT $limit`,
    );
  const back = list('seq < $seq', 'DESC');
  const forth = list('seq > $seq', 'ASC');
  const sums = db.prepare(
    `SELECT kind, ${WHAT} AS what, ${OUTCOME} AS outcome, ${WHO} AS who, json_extract(body, '$.cause.by') AS cause, count(*) AS n
     FROM audit WHERE at >= ? AND at < ? GROUP BY kind, what, outcome, who, cause`,
  );
  return {
    audit({
      limit,
      before,
      after,
      device = null,
      from = 0,
      to = Number.MAX_SAFE_INTEGER,
      who = null,
      what = null,
      outcome = null,
      text: sought,
    }) {
      const statement = after === undefined ? back : forth;
      const seq = after ?? before ?? Number.MAX_SAFE_INTEGER;
      const filters = { $device: device, $who: who, $what: what, $outcome: outcome, $text: sought?.toLowerCase() ?? null };
      return statement.all({ $limit: limit, $seq: seq, $from: from, $to: to, ...filters }).map(toRow);
    },
    auditSums: (from, to) => sumsOf(sums.all(from, to)),
    auditCheck: (head) => checkAudit(db, head),
  };
}

function sumsOf(rows: readonly Row[]): AuditSums {
  const countOf = (own: readonly Row[]): number => own.reduce((sum, row) => sum + number(row.n), 0);
  const ofKind = (kind: string): number => countOf(rows.filter((row) => row.kind === kind));
  /** What a column holds, the most frequent first. */
  const counted = (column: string) =>
    [...Map.groupBy(rows, (row) => textOrNull(row[column]))]
      .flatMap(([key, own]) => (key === null ? [] : [{ key, own, rows: countOf(own) }]))
      .toSorted((a, b) => b.rows - a.rows || a.key.localeCompare(b.key));
  return {
    rows: countOf(rows),
    deeds: ofKind('did') + ofKind('saved'),
    commands: ofKind('commanded'),
    failed: countOf(rows.filter(({ outcome }) => FAILED.has(text(outcome)))),
    who: counted('who').map(({ key: id, own, rows: n }) => ({ kind: causeOf(own[0]), id, rows: n })),
    what: counted('what').map(({ key: what, rows: n }) => ({ what, rows: n })),
    outcomes: counted('outcome').map(({ key: outcome, rows: n }) => ({ outcome, rows: n })),
  };
}

const FAILED = new Set(['refused', 'unproved', 'barred']);

function causeOf(row: Row | undefined): AuditSums['who'][number]['kind'] {
  const cause = textOrNull(row?.cause);
  if (cause === 'offer' || cause === 'rule') return cause;
  return row?.who === '' ? 'console' : 'operator';
}

/** Bodies as the ledger wrote them, of all kinds. */
type Body = Partial<
  Pick<AuditRow, 'channel' | 'deed' | 'about' | 'command' | 'toward' | 'action' | 'reason' | 'until' | 'attempt' | 'outcome' | 'detail'>
> & {
  readonly cause?: EventOf<'actuator.commanded'>['cause'];
  readonly user?: string | null;
};

function byOf(row: Row, cause: Body['cause'] | null, user: string | null): AuditRow['by'] {
  if (row.kind === 'did') return { kind: user === null ? 'console' : 'operator', id: '', user };
  return cause ? { kind: cause.by, id: cause.id, user } : null;
}

function toRow(row: Row): AuditRow {
  const { cause = null, user = null, ...body } = json<Body>(row.body);
  return {
    seq: number(row.seq),
    at: number(row.at),
    kind: text(row.kind) as AuditRow['kind'],
    device: text(row.device),
    deed: body.deed ?? null,
    about: body.about ?? null,
    channel: body.channel ?? null,
    command: body.command ?? null,
    toward: body.toward ?? null,
    action: body.action ?? null,
    by: byOf(row, cause, user),
    run: cause?.run ?? null,
    reason: body.reason ?? null,
    until: body.until ?? null,
    attempt: body.attempt ?? null,
    outcome: body.outcome ?? null,
    detail: body.detail ?? '',
    event: number(row.event),
    body: text(row.body),
    hash: text(row.hash),
  };
}
