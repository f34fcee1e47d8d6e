import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { aDay, commitOf, NINE, outboxRow } from './events.ts';

/**
 * Commits a long day five events at a time until it is killed, and says after each commit how far it got. The day goes on
 * from what the ledger holds, as recovery does; delivers what waits, so that an end between the two is met as well.
 */
const [file = '', length = '0'] = process.argv.slice(2);
const day = aDay(Number(length));
const { ledger, outbox } = openLedger({ file, clock: () => NINE });
for (let seq = ledger.position().seq + 1; seq * 5 <= day.length; seq++) {
  // From an earlier event on, as a journal that is applied again does.
  const brought = day.slice(Math.max(0, seq * 5 - 25), seq * 5);
  const rows = brought.map((event) => outboxRow(`event-${event.id}`));
  const counts = [{ device: 'reader-1', outcome: 'applied', frames: 1, readings: 5 }];
  ledger.commit(commitOf(seq, brought, { outbox: rows, counts }));
  process.stdout.write(`${seq}\n`);
  if (seq % 3 === 0) outbox.delivered(outbox.pending('influx', 10).map(({ id }) => id));
}
ledger.close();
