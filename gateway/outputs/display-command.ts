import type { EventOf } from '../domain/events.ts';
import type { OutboxRow } from '../pipeline/ledger-port.ts';

/** Per language what a public screen may show: these fields and no others. */
export interface DisplayText {
  readonly title: string;
  readonly body: string;
  readonly priceMinor?: number;
  readonly currency?: string;
  readonly picture?: string;
}

/** What goes to `…/{display}/cmd`. `deadline`, epoch ms: a display that gets it later answers `expired` and shows nothing. */
export interface ShowCommand {
  readonly id: string;
  readonly deadline: number;
  readonly kind: 'show';
  readonly showForMs: number;
  readonly content: Readonly<Record<string, DisplayText>>;
}

export interface CommandRowBody {
  readonly device: string;
  readonly command: ShowCommand;
}

/** The command that a chosen offer sends to its display; null when nothing is to be sent (held back, capped, no display). */
export function displayRow(
  event: EventOf<'offer.decided'>,
  contentOf: (offer: string, sku: string | null) => { readonly showForMs: number; readonly content: ShowCommand['content'] } | null,
): OutboxRow | null {
  if (event.reason !== 'selected' || event.arm === 'control' || event.display === null) return null;
  const shown = contentOf(event.offer, event.sku);
  if (!shown) return null;
  const command: ShowCommand = { id: event.decision, deadline: event.expires, kind: 'show', ...shown };
  const body: CommandRowBody = { device: event.display, command };
  return { sink: 'display', key: event.decision, at: event.emittedAt, expires: event.expires, body };
}
