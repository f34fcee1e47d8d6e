import type { DatabaseSync } from 'node:sqlite';
import type { ActuatorChannelView } from '../../http/contract-actuator.ts';
import { json, number, numberOrNull, type Row, text, textOrNull } from './row.ts';

const STATES: Readonly<Record<string, ActuatorChannelView['state']>> = { use: 'away', safe: 'safe', lost: 'lost' };

/** The channels of every actuator that was ever asked for something, by device. */
export function createActuators(db: DatabaseSync): () => ReadonlyMap<string, ActuatorChannelView[]> {
  const all = db.prepare(
    'SELECT device, channel, toward, action, reason, cause_by, cause_id, user, since, until, outcome FROM actuators ORDER BY device, channel',
  );
  return () =>
    new Map(
      Map.groupBy(all.all(), (row) => text(row.device))
        .entries()
        .map(([device, rows]) => [device, rows.map(toView)]),
    );
}

function toView(row: Row): ActuatorChannelView {
  const { cause_by: by = null, outcome } = row;
  const isHeld = row.toward === 'use' && by !== null;
  return {
    channel: number(row.channel),
    state: STATES[text(row.toward)] ?? 'lost',
    action: json<ActuatorChannelView['action']>(row.action),
    reason: text(row.reason),
    by: isHeld ? { kind: text(by) as 'offer', id: text(row.cause_id), user: textOrNull(row.user) } : null,
    since: number(row.since),
    until: numberOrNull(row.until),
    proved: outcome === null ? null : outcome === 'done',
  };
}
