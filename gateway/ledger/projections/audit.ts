import { createAuditAppend } from '../audit-chain.ts';
import type { ProjectorFactory } from './projector.ts';

/** Everything that actuators were asked, or were not, and what became of it: rows in a chain of hashes. */
export const createAudit: ProjectorFactory = (db) => {
  const append = createAuditAppend(db);
  return (event) => {
    switch (event.type) {
      case 'actuator.commanded':
      case 'actuator.extended':
      case 'actuator.barred':
      case 'actuator.answered':
      case 'actuator.lost': {
        const { id, emittedAt: _, type, at, device, ...rest } = event;
        append({ event: id, at, kind: type.slice('actuator.'.length), device, body: JSON.stringify(rest) });
      }
    }
  };
};
