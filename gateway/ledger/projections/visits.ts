import type { Projector, ProjectorFactory } from './projector.ts';

/** A stay shorter than this is passing by: 30 s is what footfall vendors use (metric `zone_visit`, version 1), ms. */
export const ZONE_VISIT_MS = 30_000;

/** Visits and the zones they went through. A stay ends where the next begins, the last one with the visit. */
export const createVisits: ProjectorFactory = (db) => {
  const open = db.prepare(
    'INSERT INTO visits (visit, start, opened_by, visitor, party) VALUES (?, ?, ?, ?, ?) ON CONFLICT (visit) DO NOTHING',
  );
  const identify = db.prepare('UPDATE visits SET visitor = ?, tier = ? WHERE visit = ?');
  const move = db.prepare('UPDATE visits SET zone = ? WHERE visit = ?');
  // +zone: the few stays of the visit are looked through, not the many of the zone.
  const leave = db.prepare(
    `UPDATE visit_zones AS stay SET until = ?1, is_long = ?1 - since >= ${ZONE_VISIT_MS} AND NOT EXISTS
       (SELECT 1 FROM visit_zones o WHERE o.visit = stay.visit AND +o.zone = stay.zone AND o.is_long)
     WHERE visit = ?2 AND until IS NULL`,
  );
  const enter = db.prepare(
    `INSERT INTO visit_zones (visit, event, zone, since, came_from, is_first)
     VALUES (?1, ?2, ?3, ?4, ?5, NOT EXISTS (SELECT 1 FROM visit_zones WHERE visit = ?1 AND +zone = ?3))`,
  );
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
        enter.run(event.visit, event.id, event.zone, event.at, event.from);
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
