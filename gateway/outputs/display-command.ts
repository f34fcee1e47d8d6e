import type { DeviceCommand, DisplayText, ShowCommand } from '../../devices/kit/command.ts';
import type { EventOf } from '../domain/events.ts';
import { displayCommand } from '../domain/offers/command-ids.ts';
import { type Instant, instant } from '../domain/units.ts';
import type { OutboxRow } from '../pipeline/ledger-port.ts';

/** A command on its way to a device. */
export interface CommandRowBody {
  readonly device: string;
  readonly command: DeviceCommand;
}

/**
 * What leaves for a public screen, field by field: whatever else a command has come to carry on its way (a visitor, a visit,
 * an item) is not copied. Every command passes here before it is stored, so there is no way around.
 */
function publicShow({ id, deadline, kind, showForMs, priority, content }: ShowCommand): ShowCommand {
  const texts = Object.entries(content).map(([language, text]) => [language, publicText(text)] as const);
  return { id, deadline, kind, showForMs, ...(priority === undefined ? {} : { priority }), content: Object.fromEntries(texts) };
}

const publicText = ({ title, body, priceMinor, wasMinor, currency, picture, link }: DisplayText): DisplayText => ({
  title,
  body,
  ...(priceMinor === undefined ? {} : { priceMinor }),
  ...(wasMinor === undefined ? {} : { wasMinor }),
  ...(currency === undefined ? {} : { currency }),
  ...(picture === undefined ? {} : { picture }),
  ...(link === undefined ? {} : { link }),
});

/** A command as a row of the outbox: it goes out once per id, and not after its deadline. */
export const commandRow = (device: string, command: DeviceCommand, at: Instant): OutboxRow => ({
  sink: 'display',
  key: command.id,
  at,
  expires: instant(command.deadline),
  body: { device, command: command.kind === 'show' ? publicShow(command) : command } satisfies CommandRowBody,
});

/** The commands that a chosen offer sends to its displays; none when nothing is to be sent (held back, capped, no display). */
export function displayRows(
  event: EventOf<'offer.decided'>,
  contentOf: (event: EventOf<'offer.decided'>) => Pick<ShowCommand, 'showForMs' | 'priority' | 'content'> | null,
): OutboxRow[] {
  if (event.reason !== 'selected' || event.displays.length === 0) return [];
  const shown = contentOf(event);
  if (!shown) return [];
  return event.displays.map((display, n) => {
    const command: ShowCommand = { id: displayCommand(event.decision, n), deadline: event.expires, kind: 'show', ...shown };
    return commandRow(display, command, event.emittedAt);
  });
}
