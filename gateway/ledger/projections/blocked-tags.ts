import type { ProjectorFactory } from './projector.ts';

/** Tags on the block list of the gates, as long as they are on it. */
export const createBlockedTags: ProjectorFactory = (db) => {
  const block = db.prepare(
    'INSERT OR REPLACE INTO blocked_tags (epc, gtin, zone, device, antenna, since, blocked_at, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const free = db.prepare('DELETE FROM blocked_tags WHERE epc = ?');
  return (event) => {
    if (event.type === 'tag.unblocked') free.run(event.epc);
    if (event.type !== 'tag.blocked') return;
    const { epc, gtin, zone, device, antenna, since, at, why } = event;
    block.run(epc, gtin, zone, device, antenna, since, at, JSON.stringify(why));
  };
};
