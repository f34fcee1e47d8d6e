import type { ProjectorFactory } from './projector.ts';

/** The newest stock of each product on each section; `since` is when the present state began. */
export const createShelves: ProjectorFactory = (db) => {
  const set = db.prepare(
    `INSERT INTO shelf_stock (section, sku, shelf, on_shelf, misplaced, facings, state, spread, weight, since, at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
     ON CONFLICT (section, sku) DO UPDATE SET shelf = excluded.shelf, on_shelf = excluded.on_shelf,
       misplaced = excluded.misplaced, facings = excluded.facings, spread = excluded.spread, weight = excluded.weight, at = excluded.at,
       since = CASE WHEN state = excluded.state THEN since ELSE excluded.since END, state = excluded.state`,
  );
  return (event) => {
    if (event.type !== 'shelf.changed') return;
    const { section, sku, shelf, onShelf, misplaced, facings, state, spread, weight, at } = event;
    set.run(section, sku, shelf, onShelf, misplaced, facings, state, spread, weight, at);
  };
};
