import type { Capability, Emit } from '../capability.ts';
import type { EventOf, Fact } from '../events.ts';
import { asId, type CommandId, type DeviceId, type OfferId } from '../ids.ts';
import type { CommandAcknowledged } from '../readings.ts';
import type { Shop } from '../shop.ts';
import { type DurationMs, type Instant, instant, later } from '../units.ts';
import type { Label } from './label.ts';

/** A price that stands is sent again after so long: labels are swapped, and lose what they showed, ms. */
const RENEW_MS = 12 * 3_600_000;
/** Longest pause between two tries of a label that proves nothing, ms. */
const LONGEST_PAUSE_MS = 15 * 60_000;

/** What is known of a label. */
interface LabelState {
  /** Price that was proved last, and when; null until then. */
  proved: { readonly price: number; readonly at: Instant } | null;
  /** When the price goes out; null: it stands. */
  due: Instant | null;
  /** What was sent and is not proved yet. */
  sent: { readonly command: CommandId; readonly deadline: Instant } | null;
  /** Until when a promotion is on it. */
  promotedUntil: Instant | null;
  /** Tries in vain since it proved something. */
  inVain: number;
}

interface State {
  readonly commands: number;
  readonly labels: readonly (readonly [DeviceId, LabelState])[];
}

const newLabel = (): LabelState => ({ proved: null, due: null, sent: null, promotedUntil: null, inVain: 0 });

/**
 * Keeps the right price on every label: at the start, when it has changed, and when a promotion is over. A promotion itself is sent
 * with its offer, at once. What a label does not prove is sent again, with longer and longer pauses.
 */
export const createLabels = ({ labels, offers }: Pick<Shop, 'labels' | 'offers'>, emit: Emit, saved: unknown): Capability => {
  const before = saved as State | undefined; // Written by save() below.
  const known = new Map(before?.labels);
  const own = labels.map((label) => ({ label, state: known.get(label.device) ?? newLabel() }));
  const byDevice = new Map(own.map((entry) => [entry.label.device, entry]));
  const showFor = new Map<OfferId, DurationMs>(offers.map((offer) => [offer.id, offer.showFor]));
  let commands = before?.commands ?? 0;

  const nextBatch = ({ batch }: Label, at: number): Instant => instant(Math.ceil((at + 1) / batch) * batch);

  const send = ({ device, sku, price, confirmWithin }: Label, state: LabelState, now: Instant) => {
    const command = asId<CommandId>(`l-${++commands}`);
    state.sent = { command, deadline: later(now, confirmWithin) };
    state.due = null;
    emit({ type: 'label.priced', at: now, command, device, sku, price, deadline: state.sent.deadline });
  };

  const failed = (label: Label, state: LabelState, now: Instant) => {
    state.sent = null;
    state.inVain++;
    state.due = nextBatch(label, now + Math.min(LONGEST_PAUSE_MS, label.batch * 2 ** Math.min(10, state.inVain - 1)));
  };

  const tick = (now: Instant) => {
    for (const { label, state } of own) {
      if (state.promotedUntil !== null) {
        if (now < state.promotedUntil) continue;
        // What the label shows is the promotion's.
        Object.assign(state, { promotedUntil: null, proved: null });
      }
      if (state.sent !== null && now >= state.sent.deadline) failed(label, state, now);
      const stands = state.proved !== null && state.proved.price === label.price && now - state.proved.at < RENEW_MS;
      if (state.sent === null && !stands) state.due ??= nextBatch(label, now);
      if (state.due !== null && now >= state.due) send(label, state, now);
    }
  };

  const acknowledged = ({ command, result, receivedAt }: CommandAcknowledged) => {
    const entry = own.find(({ state }) => state.sent?.command === command);
    if (entry === undefined) return;
    const { label, state } = entry;
    if (result !== 'shown' && result !== 'done') {
      failed(label, state, receivedAt);
      return;
    }
    Object.assign(state, { proved: { price: label.price, at: receivedAt }, sent: null, due: null, inVain: 0 });
  };

  const promoted = ({ offer, reason, displays, at }: EventOf<'offer.decided'>) => {
    if (reason !== 'selected') return;
    for (const display of displays) {
      const entry = byDevice.get(display);
      if (entry !== undefined)
        Object.assign(entry.state, { promotedUntil: later(at, showFor.get(offer) ?? (0 as DurationMs)), sent: null, due: null });
    }
  };

  return {
    on: { ack: acknowledged, tick: ({ receivedAt }) => tick(receivedAt) },
    heard: (fact: Fact) => {
      if (fact.type === 'offer.decided') promoted(fact as EventOf<'offer.decided'>);
    },
    save: (): State => ({ commands, labels: own.map(({ label, state }) => [label.device, { ...state }]) }),
  };
};
