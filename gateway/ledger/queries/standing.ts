import type { DatabaseSync } from 'node:sqlite';
import type { AlertType, EventOf, Evidence, Severity, StockState } from '../../domain/events.ts';
import {
  type AlertId,
  asId,
  type DeviceId,
  type Epc,
  type SectionId,
  type ShelfId,
  type Sku,
  type VisitId,
  type ZoneId,
} from '../../domain/ids.ts';
import { grams, instant, probability } from '../../domain/units.ts';
import { json, number, numberOrNull, type Row, text } from './row.ts';

export type StandingEvent = EventOf<'occupancy.changed'> | EventOf<'shelf.changed'> | EventOf<'alert.raised'>;

/**
 * The last word on each zone, each shelf facing and each open alert, as the event that said it, with id 0 since
 * read models do not keep it: what somebody who heard nothing so far has to know.
 */
export function standingOf(db: DatabaseSync): readonly StandingEvent[] {
  // Of a bare column beside max() SQLite takes the row that holds the maximum.
  const occupancy = db.prepare('SELECT zone, people, uncertainty, at, max(bucket) FROM occupancy GROUP BY zone ORDER BY zone').all();
  const stock = db
    .prepare(
      'SELECT section, sku, shelf, on_shelf, misplaced, facings, state, spread, weight, at FROM shelf_stock ORDER BY shelf, section, sku',
    )
    .all();
  const alerts = db
    .prepare(
      'SELECT alert, type, severity, at, confidence, zone, epc, visit, device, why FROM alerts WHERE cleared_at IS NULL ORDER BY at, alert',
    )
    .all();
  return [
    ...occupancy.map((row): StandingEvent => {
      const at = instant(number(row.at));
      const zone = row.zone === '' ? null : asId<ZoneId>(text(row.zone));
      return {
        type: 'occupancy.changed',
        id: 0,
        at,
        emittedAt: at,
        zone,
        people: number(row.people),
        uncertainty: number(row.uncertainty),
      };
    }),
    ...stock.map((row): StandingEvent => {
      const at = instant(number(row.at));
      const weight = numberOrNull(row.weight);
      return {
        type: 'shelf.changed',
        id: 0,
        at,
        emittedAt: at,
        shelf: asId<ShelfId>(text(row.shelf)),
        section: asId<SectionId>(text(row.section)),
        sku: asId<Sku>(text(row.sku)),
        onShelf: number(row.on_shelf),
        misplaced: number(row.misplaced),
        facings: number(row.facings),
        state: text(row.state) as StockState,
        spread: number(row.spread),
        weight: weight === null ? null : grams(weight),
      };
    }),
    ...alerts.map(toAlert),
  ];
}

function toAlert(row: Row): StandingEvent {
  const at = instant(number(row.at));
  return {
    type: 'alert.raised',
    id: 0,
    at,
    emittedAt: at,
    alert: asId<AlertId>(text(row.alert)),
    about: text(row.type) as AlertType,
    severity: text(row.severity) as Severity,
    confidence: probability(number(row.confidence)),
    zone: row.zone === null ? null : asId<ZoneId>(text(row.zone)),
    epc: row.epc === null ? null : asId<Epc>(text(row.epc)),
    visit: row.visit === null ? null : asId<VisitId>(text(row.visit)),
    device: row.device === null ? null : asId<DeviceId>(text(row.device)),
    why: json<readonly Evidence[]>(row.why),
  };
}
