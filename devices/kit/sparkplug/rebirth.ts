import type { Outgoing } from '../command.ts';
import { writePayload } from './payload.ts';

const REBIRTH = 'Node Control/Rebirth';

/** What asks an edge node for its birth certificate, in the JSON that the specification prints. `at` epoch ms. @see Sparkplug 3.0, 6.4.22 */
export const logicalRebirth = (at: number) => ({
  timestamp: at,
  metrics: [{ name: REBIRTH, timestamp: at, dataType: 'Boolean', value: true }],
});

/**
 * The same as it travels: after a gap in the sequence nobody knows which names the aliases stand for. `at` epoch ms; `isLogical`
 * for a bridge that speaks JSON itself.
 */
export const askRebirth = (group: string, edgeNode: string, at: number, isLogical = false): Outgoing => ({
  via: 'mqtt',
  topic: `spBv1.0/${group}/NCMD/${edgeNode}`,
  bytes: isLogical
    ? Buffer.from(JSON.stringify(logicalRebirth(at)))
    : writePayload({ timestamp: at, metrics: [{ name: REBIRTH, value: true }] }),
});
