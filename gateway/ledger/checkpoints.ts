import type { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { instant } from '../domain/units.ts';
import type { Ledger, Position } from '../pipeline/ledger-port.ts';
import { guarded, transact } from './sqlite.ts';

/** The one before the newest is kept for the case that the newest cannot be read. */
const KEPT = 2;

/** Snapshots of the domain state, compressed with a checksum; a damaged one is passed over as if it had never been. */
export function createCheckpoints(
  db: DatabaseSync,
  log: (message: string, facts: Record<string, unknown>) => void,
): Pick<Ledger, 'saveCheckpoint' | 'loadCheckpoint'> {
  const insert = db.prepare('INSERT INTO checkpoints (version, seq, tick, body) VALUES (?, ?, ?, ?)');
  const trim = db.prepare(`DELETE FROM checkpoints WHERE id NOT IN (SELECT id FROM checkpoints ORDER BY id DESC LIMIT ${KEPT})`);
  const select = db.prepare('SELECT id, seq, tick, body FROM checkpoints WHERE version = ? ORDER BY id DESC');

  return {
    saveCheckpoint(position, snapshot) {
      const body = zstdCompressSync(JSON.stringify(snapshot.state), { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
      transact(db, () => {
        insert.run(snapshot.version, position.seq, position.tick, body);
        trim.run();
      });
    },
    loadCheckpoint(version) {
      for (const row of guarded(() => select.all(version))) {
        const position: Position = { seq: Number(row.seq), tick: instant(Number(row.tick)) };
        try {
          const state: unknown = JSON.parse(zstdDecompressSync(row.body as Uint8Array).toString());
          return { position, snapshot: { version, state } };
        } catch (error) {
          log('a checkpoint is damaged and is passed over', { id: row.id, seq: position.seq, error: String(error) });
        }
      }
      return null;
    },
  };
}
