import type { DatabaseSync } from 'node:sqlite';
import { instant } from '../domain/units.ts';
import type { Commit, Position } from '../pipeline/ledger-port.ts';
import type { OutboxWriter } from './outbox.ts';
import { createProjection } from './projections/create-projection.ts';
import { transact } from './sqlite.ts';
import { createTraffic } from './traffic.ts';

/** How far the ledger has come, as its only row of `meta` says. */
interface Reach {
  readonly seq: number;
  readonly tick: number;
  readonly lastEvent: number;
}

/**
 * The write path: one transaction per commit. What an earlier run has already brought is recognised and changes nothing:
 * events by their id, outbox rows by their key, counts of frames by the position, quarantined samples by their content.
 * The position never moves back, so a journal that is applied again passes unseen until it reaches new frames.
 */
export function createCommitter(db: DatabaseSync, outbox: OutboxWriter) {
  const project = createProjection(db);
  const traffic = createTraffic(db);
  const save = db.prepare('UPDATE meta SET seq = ?, tick = ?, last_event = ?');
  let reach = readReach(db);

  function write(commit: Commit): Reach {
    let { lastEvent } = reach;
    for (const event of commit.events) {
      if (event.id <= lastEvent) continue;
      project(event);
      lastEvent = event.id;
    }
    const brings = commit.position.seq > reach.seq;
    const { seq, tick } = isAfter(commit.position, reach) ? commit.position : reach;
    outbox.add(commit.outbox, seq);
    traffic.count(brings ? commit.counts : commit.counts.filter(({ outcome }) => !isFrameOutcome(outcome)), tick);
    traffic.note(commit.traffic);
    traffic.quarantine(commit.quarantine);
    if (seq !== reach.seq || tick !== reach.tick || lastEvent !== reach.lastEvent) save.run(seq, tick, lastEvent);
    return { seq, tick, lastEvent };
  }

  return {
    commit(commit: Commit): void {
      if (isEmpty(commit) && !isAfter(commit.position, reach)) return;
      try {
        reach = transact(db, () => write(commit));
      } catch (error) {
        outbox.forget();
        throw error;
      }
      // Only now: a listener that asks for rows must find them committed.
      outbox.announce();
    },
    position: (): Position => ({ seq: reach.seq, tick: instant(reach.tick) }),
    lastEventId: () => reach.lastEvent,
  };
}

function readReach(db: DatabaseSync): Reach {
  const row = db.prepare('SELECT seq, tick, last_event FROM meta').get();
  return { seq: Number(row?.seq), tick: Number(row?.tick), lastEvent: Number(row?.last_event) };
}

const isAfter = (a: Position, b: Reach): boolean => a.seq > b.seq || (a.seq === b.seq && a.tick > b.tick);

/** Counted when a frame is applied; a frame that is applied again was counted the first time. */
const isFrameOutcome = (outcome: string): boolean => !/^(refused|evicted)(:|$)/.test(outcome);

const isEmpty = ({ events, outbox, counts, traffic, quarantine }: Commit): boolean =>
  events.length === 0 && outbox.length === 0 && counts.length === 0 && traffic.length === 0 && quarantine.length === 0;
