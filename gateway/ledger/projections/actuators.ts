import type { ProjectorFactory } from './projector.ts';

/** What each channel of each actuator was asked last, who holds it and until when, and whether it obeyed. */
export const createActuators: ProjectorFactory = (db) => {
  // Away since it first left its safe state, whoever took it over since.
  const command = db.prepare(
    `INSERT INTO actuators (device, channel, toward, action, reason, cause_by, cause_id, user, since, until, command)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (device, channel) DO UPDATE SET since = CASE WHEN toward = excluded.toward THEN since ELSE excluded.since END,
       toward = excluded.toward, action = excluded.action, reason = excluded.reason, cause_by = excluded.cause_by,
       cause_id = excluded.cause_id, user = excluded.user, until = excluded.until, command = excluded.command, outcome = NULL`,
  );
  const extend = db.prepare('UPDATE actuators SET until = ? WHERE device = ? AND channel = ?');
  const answer = db.prepare('UPDATE actuators SET outcome = ? WHERE device = ? AND channel = ? AND command = ?');
  const lose = db.prepare(
    `UPDATE actuators SET toward = 'lost', since = ?, until = NULL, cause_by = NULL, cause_id = NULL, user = NULL, outcome = NULL
     WHERE device = ? AND channel = ?`,
  );
  return (event) => {
    switch (event.type) {
      case 'actuator.commanded': {
        const { device, channel, toward, action, reason, cause, user, at, until } = event;
        const who = [cause?.by ?? null, cause?.id ?? null, user];
        command.run(device, channel, toward, JSON.stringify(action), reason, ...who, at, until, event.command);
        break;
      }
      case 'actuator.extended':
        extend.run(event.until, event.device, event.channel);
        break;
      case 'actuator.answered':
        answer.run(event.outcome, event.device, event.channel, event.command);
        break;
      case 'actuator.lost':
        lose.run(event.at, event.device, event.channel);
        break;
    }
  };
};
