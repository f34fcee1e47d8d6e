import type { Capability, Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { CommandId } from '../ids.ts';
import type { DurationMs, Instant } from '../units.ts';

/** What a display has proved to show, until it tells for how long. */
interface Play extends Pick<Extract<Fact, { type: 'offer.shown' }>, 'decision' | 'offer' | 'display' | 'visit'> {
  readonly command: CommandId;
  readonly until: number;
}

/** A display that has not told by then will not: the longest offer takes ten minutes, and the network may be away for a while. */
const REMEMBERED_MS = 3_600_000;

/**
 * For how long offers were really seen. A display proves an offer first, so that it counts even if the power fails, and tells
 * its visible time at the end: that is said once per offer and display. Displays that tell no time say nothing here.
 */
export const createVisibleTimes = (emit: Emit, saved?: unknown): Capability => {
  const plays = new Map(((saved as readonly Play[] | undefined) ?? []).map((play) => [play.command, play])); // Written by save() below.
  let proved: Omit<Play, 'command' | 'until'> | null = null;

  const ended = (command: CommandId, visible: DurationMs | null, at: Instant) => {
    const play = plays.get(command);
    if (play === undefined || visible === null) return;
    plays.delete(command);
    const { decision, offer, display, visit } = play;
    emit({ type: 'offer.played', at, decision, offer, display, visit, visible });
  };
  return {
    heard(fact) {
      if (fact.type !== 'offer.shown') return;
      const { decision, offer, display, visit } = fact;
      proved = { decision, offer, display, visit };
    },
    on: {
      ack({ command, result, visible, receivedAt, at }) {
        // The answer that proved the offer in this very step; the one with the whole time comes later.
        if (proved !== null) plays.set(command, { ...proved, command, until: receivedAt + REMEMBERED_MS });
        else if (result === 'shown') ended(command, visible ?? null, at);
        proved = null;
      },
      tick({ receivedAt }) {
        for (const { command, until } of plays.values()) if (receivedAt >= until) plays.delete(command);
      },
    },
    save: () => [...plays.values()],
  };
};
