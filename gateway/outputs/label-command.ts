import type { DisplayText } from '../../devices/kit/command.ts';
import type { EventOf } from '../domain/events.ts';
import type { OutboxRow } from '../pipeline/ledger-port.ts';
import { commandRow } from './display-command.ts';

/** A price stands until something else is sent; the shop sends it again long before this, ms. */
const STANDS_MS = 24 * 3_600_000;

/** What is sent to a label: its product and price, behind whatever else wants the display. */
export const labelRow = (event: EventOf<'label.priced'>, content: Readonly<Record<string, DisplayText>>): OutboxRow =>
  commandRow(
    event.device,
    { id: event.command, deadline: event.deadline, kind: 'show', showForMs: STANDS_MS, priority: 0, content },
    event.emittedAt,
  );
