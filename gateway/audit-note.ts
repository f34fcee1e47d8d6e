import type { Log } from './observability/log.ts';

/** Says the newest hash of the audit log, when it has changed: in a log that is kept elsewhere it shows later whether all was written anew. */
export function createAuditNote(head: () => { readonly seq: number; readonly hash: string }, log: Log): () => void {
  let last = 0;
  return () => {
    const { seq, hash } = head();
    if (seq === last) return;
    last = seq;
    log.info({ seq, hash }, 'newest row of the audit log');
  };
}
