import { auditHeadOf, linkHash } from '../audit-chain.ts';
import type { ProjectorFactory } from './projector.ts';

/** Everything that actuators were asked, or were not, and what became of it: rows in a chain of hashes. */
export const createAudit: ProjectorFactory = (db) => {
  const append = db.prepare('INSERT INTO audit (seq, event, at, kind, device, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const move = db.prepare('UPDATE audit_chain SET head_seq = ?, head_hash = ?');
  return (event) => {
    switch (event.type) {
      case 'actuator.commanded':
      case 'actuator.extended':
      case 'actuator.barred':
      case 'actuator.answered':
      case 'actuator.lost': {
        const { id, emittedAt: _, type, at, device, ...rest } = event;
        const last = auditHeadOf(db);
        const seq = last.seq + 1;
        const kind = type.slice('actuator.'.length);
        const link = { seq, event: id, at, kind, device, body: JSON.stringify(rest) };
        const hash = linkHash(last.hash, link);
        append.run(seq, id, at, kind, device, link.body, hash);
        move.run(seq, hash);
      }
    }
  };
};
