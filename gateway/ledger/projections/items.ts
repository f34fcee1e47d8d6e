import type { ItemFact } from '../../domain/events.ts';
import type { ProjectorFactory } from './projector.ts';

type ItemState = 'present' | 'picked' | 'departed' | 'exited' | 'sold';

/** What each happening makes of an item; `item.moved` is told apart below, because an item in a hand moves too. */
const STATE_AFTER: Readonly<Record<Exclude<ItemFact['type'], 'item.moved'>, ItemState>> = {
  'item.arrived': 'present',
  'item.picked': 'picked',
  'item.put': 'present',
  'item.returned': 'present',
  'item.departed': 'departed',
  'item.exited': 'exited',
  'item.sold': 'sold',
};

/** Where each item is and what became of it. A sold item that goes out through the gate stays sold. */
export const createItems: ProjectorFactory = (db) => {
  const set = db.prepare(
    `INSERT INTO items (epc, gtin, state, zone, section, visit, confidence, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (epc) DO UPDATE SET gtin = coalesce(excluded.gtin, gtin),
       state = CASE WHEN excluded.state = 'exited' AND state = 'sold' THEN 'sold' ELSE excluded.state END,
       zone = excluded.zone, section = excluded.section, visit = excluded.visit, confidence = excluded.confidence,
       changed_at = excluded.changed_at`,
  );
  const move = db.prepare(
    `INSERT INTO items (epc, gtin, state, zone, section, visit, confidence, changed_at) VALUES (?, ?, 'present', ?, ?, ?, ?, ?)
     ON CONFLICT (epc) DO UPDATE SET gtin = coalesce(excluded.gtin, gtin),
       state = CASE WHEN state IN ('picked', 'sold') THEN state ELSE 'present' END,
       zone = excluded.zone, section = excluded.section, visit = excluded.visit, confidence = excluded.confidence,
       changed_at = excluded.changed_at`,
  );

  return (event) => {
    switch (event.type) {
      case 'item.moved':
        move.run(event.epc, event.gtin, event.zone, event.section, event.visit, event.confidence, event.at);
        break;
      case 'item.arrived':
      case 'item.picked':
      case 'item.put':
      case 'item.returned':
      case 'item.departed':
      case 'item.exited':
      case 'item.sold':
        set.run(event.epc, event.gtin, STATE_AFTER[event.type], event.zone, event.section, event.visit, event.confidence, event.at);
        break;
    }
  };
};
