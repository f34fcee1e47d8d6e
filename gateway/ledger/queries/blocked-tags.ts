import type { BlockedTagView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { json, number, text, textOrNull } from './row.ts';

/** The block list of the gates, the newest first. */
export function createBlockedTags({ db }: QueryContext): () => BlockedTagView[] {
  const select = db.prepare(
    'SELECT epc, gtin, zone, device, antenna, since, blocked_at, why FROM blocked_tags ORDER BY blocked_at DESC, epc',
  );
  return () =>
    select.all().map((row) => ({
      epc: text(row.epc),
      gtin: textOrNull(row.gtin),
      zone: textOrNull(row.zone),
      device: textOrNull(row.device),
      antenna: number(row.antenna),
      since: number(row.since),
      blockedAt: number(row.blocked_at),
      why: json<BlockedTagView['why']>(row.why),
    }));
}
