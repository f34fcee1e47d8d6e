import type { EventOf } from '../../domain/events.ts';
import type { AuditRow } from '../../http/contract-actuator.ts';
import type { Reader } from '../../http/ports.ts';
import { checkAudit } from '../audit-chain.ts';
import type { QueryContext } from './context.ts';
import { json, number, type Row, text } from './row.ts';

type Asked = Parameters<Reader['audit']>[0];

export interface Audit {
  audit(asked: Asked): AuditRow[];
  auditCheck(head?: string): ReturnType<typeof checkAudit>;
}

/** What actuators were asked, the newest first or, after a row, the oldest first; and whether the chain is whole. */
export function createAudit({ db }: QueryContext): Audit {
  const list = (condition: string, order: string) =>
    db.prepare(
      `SELECT seq, event, at, kind, device, body, hash FROM audit WHERE ${condition} AND at >= $from AND at < $to AND ($device IS NULL OR device = $device)
       ORDER BY seq ${order} LIMIT $limit`,
    );
  const back = list('seq < $seq', 'DESC');
  const forth = list('seq > $seq', 'ASC');
  return {
    audit({ limit, before, after, device = null, from = 0, to = Number.MAX_SAFE_INTEGER }) {
      const statement = after === undefined ? back : forth;
      const seq = after ?? before ?? Number.MAX_SAFE_INTEGER;
      return statement.all({ $limit: limit, $seq: seq, $device: device, $from: from, $to: to }).map(toRow);
    },
    auditCheck: (head) => checkAudit(db, head),
  };
}

/** Bodies as the ledger wrote them, of all kinds. */
type Body = Pick<AuditRow, 'channel'> &
  Partial<Pick<AuditRow, 'command' | 'toward' | 'action' | 'reason' | 'until' | 'attempt' | 'outcome' | 'detail'>> & {
    readonly cause?: EventOf<'actuator.commanded'>['cause'];
    readonly user?: string | null;
  };

function toRow(row: Row): AuditRow {
  const { cause = null, user = null, ...body } = json<Body>(row.body);
  return {
    seq: number(row.seq),
    at: number(row.at),
    kind: text(row.kind) as AuditRow['kind'],
    device: text(row.device),
    channel: body.channel,
    command: body.command ?? null,
    toward: body.toward ?? null,
    action: body.action ?? null,
    by: cause === null ? null : { kind: cause.by, id: cause.id, user },
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
