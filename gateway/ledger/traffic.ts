import type { DatabaseSync } from 'node:sqlite';
import type { DeviceTraffic, FrameCount, Quarantined } from '../pipeline/ledger-port.ts';

/** Samples kept: of all reasons together, and of one reason, so that one broken device cannot push out the others. */
const KEPT = 1_000;
const KEPT_PER_REASON = 100;
const MINUTE_MS = 60_000;
/** Minutes of traffic kept: what rates are made from. */
const MINUTES_KEPT = 60;

/** What became of frames, when devices were last heard, and samples of what was refused; to be called in a transaction. */
export function createTraffic(db: DatabaseSync) {
  const add = db.prepare(
    `INSERT INTO frame_counts (device, outcome, frames, readings) VALUES (?, ?, ?, ?)
     ON CONFLICT (device, outcome) DO UPDATE SET frames = frames + excluded.frames, readings = readings + excluded.readings`,
  );
  const heard = db.prepare(
    `INSERT INTO device_traffic (device, last_message, skew_ms) VALUES (?, ?, ?)
     ON CONFLICT (device) DO UPDATE SET skew_ms = coalesce(excluded.skew_ms, skew_ms),
       last_message = excluded.last_message WHERE excluded.last_message >= last_message`,
  );
  const keep = db.prepare(
    'INSERT OR IGNORE INTO quarantine (at, reason, detail, device, topic, sample, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const trimReason = db.prepare(
    `DELETE FROM quarantine WHERE id IN
       (SELECT id FROM quarantine WHERE reason = ? ORDER BY at DESC, id DESC LIMIT -1 OFFSET ${KEPT_PER_REASON})`,
  );
  const trimAll = db.prepare(
    `DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine ORDER BY at DESC, id DESC LIMIT -1 OFFSET ${KEPT})`,
  );

  const inMinute = db.prepare(
    `INSERT INTO device_minutes (device, minute, messages, rejected) VALUES (?, ?, ?, ?)
     ON CONFLICT (device, minute) DO UPDATE SET messages = messages + excluded.messages, rejected = rejected + excluded.rejected`,
  );
  const trimMinutes = db.prepare('DELETE FROM device_minutes WHERE minute < ?');
  let trimmed = 0;

  return {
    /** `now` is the tick up to which the counted frames were applied, epoch ms. */
    count(counts: readonly FrameCount[], now: number): void {
      const minute = Math.floor(now / MINUTE_MS);
      for (const { device, outcome, frames, readings } of counts) {
        add.run(device, outcome, frames, readings);
        const isRejected = outcome.startsWith('rejected');
        if (isRejected || outcome === 'applied' || outcome === 'duplicate') inMinute.run(device, minute, frames, isRejected ? frames : 0);
      }
      if (minute === trimmed) return;
      trimmed = minute;
      trimMinutes.run(minute - MINUTES_KEPT);
    },
    note(traffic: readonly DeviceTraffic[]): void {
      for (const { device, lastMessage, skewMs } of traffic) heard.run(device, lastMessage, skewMs);
    },
    quarantine(samples: readonly Quarantined[]): void {
      if (samples.length === 0) return;
      for (const { at, reason, detail, device, topic, sample, bytes } of samples) {
        keep.run(at, reason, detail, device, topic, sample, bytes);
      }
      for (const reason of new Set(samples.map((sample) => sample.reason))) trimReason.run(reason);
      trimAll.run();
    },
  };
}
