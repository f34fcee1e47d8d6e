import type { Evidence } from '../../events.ts';
import { clip, rounded } from '../../statistics.ts';
import { isYoung, readRate } from '../fingerprint.ts';
import type { Tag } from '../tag.ts';
import type { GateOdds, Traits } from './odds.ts';
import { type GateRun, readsOf } from './run.ts';

/** A read inside after the pass: an item that has left gives none. */
const INSIDE_NATS = -2;
const INSIDE_COUNTED = 3;
/** Goods in a hand or a bag are heard about this much of what they are heard at rest. */
const HELD_SHARE = 0.4;
/** Shape of the gamma mix of read rates of goods on their way, and the most that any silence says, nats. */
const SHAPE = 1.5;
const SILENCE_NATS = 3;
/** Reads per second of a tag whose place has not told one. */
const USUAL_RATE = 0.2;
/** Number, strength and length of a pass depend on each other: together they say less than their sum. */
const READS_TRUST = 0.7;
const READS_NATS = 2.5;

/** Reads per second that the shop would hear of this item if it were still inside. */
export const rateInside = (tag: Tag): number => HELD_SHARE * (isYoung(tag) ? USUAL_RATE : readRate(tag));

/** What `seconds` without any read say for having left, nats. */
const silenceNats = (tag: Tag, seconds: number): number =>
  Math.min(SILENCE_NATS, SHAPE * Math.log(1 + (rateInside(tag) * Math.max(0, seconds)) / SHAPE));

/** How surely a pass was an exit: log-odds, and the evidence that adds up to them. */
export interface ExitOdds {
  readonly nats: number;
  readonly why: readonly Evidence[];
}

const tripCodes: Readonly<Record<string, Evidence['code']>> = { away: 'on-its-way', 'came-in': 'never-inside' };

/** The evidence of a pass; `silent` seconds of proven listening without any read of it. It adds up to the log-odds of an exit. */
export const exitEvidence = (odds: GateOdds, tag: Tag, run: GateRun, traits: Traits, silent: number): ExitOdds => {
  const strength = odds.nats('outer', traits.outer) + odds.nats('balance', traits.balance) + odds.nats('plain', traits.plain);
  const amount = odds.nats('reads', traits.reads) + odds.nats('seconds', traits.seconds) + odds.nats('stay', traits.stay);
  const inside = Math.min(INSIDE_COUNTED, run.inside);
  const trip = traits.trip ?? '';
  const all: readonly Evidence[] = [
    { code: 'gate-usual', nats: odds.usual(), facts: {} },
    { code: 'gate-direction', nats: odds.nats('direction', traits.direction), facts: { last: run.lastOuter ? 'outer' : 'inner' } },
    {
      code: 'gate-reads',
      nats: clip(READS_TRUST * (strength + amount), -2 * READS_NATS, READS_NATS),
      facts: { reads: readsOf(run), strongestDbm: rounded(run.strongest), antennas: run.antennas.length },
    },
    { code: 'door-counter', nats: odds.nats('door', traits.door), facts: { seen: traits.door ?? 'no-counter' } },
    { code: tripCodes[trip] ?? 'was-at-rest', nats: odds.nats('trip', trip), facts: {} },
    { code: 'paid-before', nats: traits.paid === 'paid' ? odds.nats('paid', 'paid') : 0, facts: {} },
    { code: 'seen-inside-since', nats: INSIDE_NATS * inside, facts: { reads: rounded(run.inside) } },
    { code: 'silent-since', nats: silenceNats(tag, silent), facts: { seconds: rounded(silent) } },
  ];
  const why = all.map((e) => ({ ...e, nats: rounded(e.nats) })).filter((e) => e.nats !== 0);
  return { nats: why.reduce((sum, { nats }) => sum + nats, 0), why };
};
