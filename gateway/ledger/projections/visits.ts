import type { Projector, ProjectorFactory } from './projector.ts';

/** Visits and the zones they went through. A stay ends where the next begins, the last one with the visit. */
export const createVisits: ProjectorFactory = (db) => {
  const open = db.prepare(
    'INSERT INTO visits (visit, start, opened_by, visitor, party) VALUES (?, ?, ?, ?, ?) ON CONFLICT (visit) DO NOTHING',
  );
  const identify = db.prepare('UPDATE visits SET visitor = ?, tier = ? WHERE visit = ?');
  const move = db.prepare('UPDATE visits SET zone = ? WHERE visit = ?');
  const leave = db.prepare('UPDATE visit_zones SET until = ? WHERE visit = ? AND until IS NULL');
  const enter = db.prepare('INSERT INTO visit_zones (visit, event, zone, since) VALUES (?, ?, ?, ?)');
  const close = db.prepare('UPDATE visits SET finish = ?, closed_by = ? WHERE visit = ?');

  const project: Projector = (event) => {
    switch (event.type) {
      case 'visit.opened':
        open.run(event.visit, event.at, event.by, event.visitor, event.party);
        break;
      case 'visit.identified':
        identify.run(event.visitor, event.tier, event.visit);
        break;
      case 'visit.moved':
        leave.run(event.at, event.visit);
        enter.run(event.visit, event.id, event.zone, event.at);
        move.run(event.zone, event.visit);
        break;
      case 'visit.closed':
        leave.run(event.at, event.visit);
        close.run(event.at, event.by, event.visit);
        break;
    }
  };
  return project;
};
