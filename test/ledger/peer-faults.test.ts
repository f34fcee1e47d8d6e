import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { migrate, readMigrations } from '../../gateway/ledger/migrate.ts';
import { createProjection } from '../../gateway/ledger/projections/create-projection.ts';
import { events, type Told } from './events.ts';

const stateAfter = (told: readonly Told[]): unknown => {
  const db = new DatabaseSync(':memory:');
  migrate(db, readMigrations());
  const project = createProjection(db);
  for (const event of events(told)) project(event);
  return db.prepare('SELECT state FROM items WHERE epc = ?').get('E1')?.state;
};

describe('faults of peers that are not ours', () => {
  test.each([
    { told: 'item.exited' as const, state: 'exited' },
    { told: 'item.sold' as const, state: 'sold' },
    { told: 'item.departed' as const, state: 'departed' },
  ])('5: a page shows what left as exited and what was paid as sold, not the reverse: $told', ({ told, state }) => {
    expect(stateAfter([[told, { epc: 'E1' }]])).toBe(state);
  });
});
