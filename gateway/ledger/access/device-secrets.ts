import type { DatabaseSync } from 'node:sqlite';
import type { Access } from '../../http/ports.ts';
import { createDeedLog } from '../deed-log.ts';
import { guarded, transact } from '../sqlite.ts';
import { hashOf, isSameHash, newDeviceSecret, typedSecret } from './secrets.ts';

type DeviceSecrets = Pick<Access, 'rotateDevice' | 'revokeDevice' | 'verifyDevice' | 'devicesWithSecret'>;

/** Compared with when the device has no secret, so that unknown devices take as long as known ones. */
const NOBODY = Buffer.alloc(32);

/**
 * Secrets of devices. Their hashes are held in memory, since every connection and every HTTP reading asks; they are read
 * again as soon as another process (`aisle device`) has changed the file.
 */
export function createDeviceSecrets(db: DatabaseSync, clock: () => number): DeviceSecrets {
  const all = db.prepare('SELECT device, hash FROM device_secrets ORDER BY device');
  const put = db.prepare(
    `INSERT INTO device_secrets (device, hash, rotated_at) VALUES (?, ?, ?)
     ON CONFLICT (device) DO UPDATE SET hash = excluded.hash, rotated_at = excluded.rotated_at`,
  );
  const log = createDeedLog(db, clock);
  const remove = db.prepare('DELETE FROM device_secrets WHERE device = ?');
  // Rises when a commit of another connection is seen, not at our own commits: free to ask, no disk access.
  const version = db.prepare('PRAGMA data_version');
  let hashes = new Map<string, Uint8Array>();
  let known = -1;

  function current(): ReadonlyMap<string, Uint8Array> {
    const now = Number(version.get()?.data_version);
    if (now !== known) {
      hashes = new Map(all.all().map((row) => [String(row.device), row.hash as Uint8Array]));
      known = now;
    }
    return hashes;
  }

  return {
    rotateDevice(device) {
      const secret = newDeviceSecret();
      const hash = hashOf(typedSecret(secret));
      transact(db, () => {
        put.run(device, hash, clock());
        log({ deed: 'device-secret-made', user: null, about: device });
      });
      hashes.set(device, hash);
      return secret;
    },
    revokeDevice(device) {
      transact(db, () => {
        if (Number(remove.run(device).changes) > 0) log({ deed: 'device-secret-ended', user: null, about: device });
      });
      hashes.delete(device);
    },
    verifyDevice(device, secret) {
      const hash = guarded(current).get(device);
      return isSameHash(hash ?? NOBODY, hashOf(typedSecret(secret))) && hash !== undefined;
    },
    devicesWithSecret: () => [...guarded(current).keys()].sort(),
  };
}
