import type { Capability, Emit } from '../capability.ts';
import type { ClaimKind, Fact } from '../events.ts';
import type { Epc } from '../ids.ts';
import type { Shop } from '../shop.ts';
import { type Instant, instant, type Probability, probability } from '../units.ts';
import { createExitClaims, type SavedClaims } from './exit-claims.ts';
import { isotonic, type Knot, onCurve } from './isotonic.ts';
import { createReliability, type Reliability, type SavedReliability } from './reliability.ts';

/** Below this many labels of a kind its claims stay as they are. */
const ENOUGH_LABELS = 30;
const MINUTE_MS = 60_000;

const KINDS: readonly ClaimKind[] = ['holder', 'exit'];

/** What claims proved to be worth in this shop, from receipts and from goods that came back; refitted every night. */
export interface Calibration extends Capability {
  /** The truth about a claim became known. `claimed` is what was thought before the truth had a say, unadjusted. */
  learn(kind: ClaimKind, claimed: number, right: boolean, at: number): void;
  /** What a claimed probability is worth by the table of last night; rising in `claimed`, and itself while labels are few. */
  adjust(kind: ClaimKind, claimed: number): Probability;
}

interface SavedKind {
  readonly kind: ClaimKind;
  readonly reliability: SavedReliability;
  readonly curve: readonly Knot[];
}

interface State {
  readonly kinds: readonly SavedKind[];
  readonly exits: SavedClaims;
  readonly date: string;
  readonly minute: number;
}

interface Learned {
  readonly reliability: Reliability;
  /** Empty: the claim is believed as it is. */
  curve: readonly Knot[];
}

export const createCalibration = (shop: Pick<Shop, 'localTime'>, emit: Emit, saved?: unknown): Calibration => {
  const before = saved as State | undefined; // Written by save() below.
  const kinds = new Map<ClaimKind, Learned>(
    KINDS.map((kind) => {
      const known = before?.kinds.find((one) => one.kind === kind);
      return [kind, { reliability: createReliability(known?.reliability), curve: known?.curve ?? [] }];
    }),
  );
  const exits = createExitClaims(before?.exits);
  let date = before?.date ?? '';
  let minute = before?.minute ?? 0;

  const learn: Calibration['learn'] = (kind, claimed, right, at) => kinds.get(kind)?.reliability.learn(claimed, right, at);

  const adjust: Calibration['adjust'] = (kind, claimed) => probability(onCurve(kinds.get(kind)?.curve ?? [], claimed));

  const report = (kind: ClaimKind, { reliability }: Learned, day: string, at: Instant) => {
    const { labels, right, brier } = reliability.week(at - 1);
    const deciles = reliability.deciles();
    if (deciles.every((decile) => decile.labels === 0)) return;
    const table = deciles.map(({ labels: n, claimed, right: share }) => ({
      claimed,
      right: share,
      labels: n,
      adjusted: adjust(kind, claimed),
    }));
    emit({ type: 'accuracy.measured', at, day, kind, labels, right, brier, table });
  };

  /** The night's work: a new curve from all labels, and the figures of the week that ended. */
  const refit = (day: string, now: Instant) => {
    for (const [kind, learned] of kinds) {
      learned.reliability.fade(now);
      const labels = learned.reliability.deciles().reduce((sum, decile) => sum + decile.labels, 0);
      learned.curve = labels < ENOUGH_LABELS ? [] : isotonic(learned.reliability.knots());
      report(kind, learned, day, now);
    }
  };

  const tick = (now: Instant) => {
    for (const { claimed, at } of exits.proved(now)) learn('exit', claimed, true, at);
    const thisMinute = Math.floor(now / MINUTE_MS);
    if (thisMinute === minute) return;
    minute = thisMinute;
    const today = shop.localTime(now).date;
    if (date !== '' && today !== date) refit(date, instant(thisMinute * MINUTE_MS));
    date = today;
  };

  const cameBack = (epc: Epc, at: Instant) => {
    const claimed = exits.disproved(epc, at);
    if (claimed !== null) learn('exit', claimed, false, at);
  };

  const enrich = (fact: Fact): Fact => {
    if (fact.type === 'item.returned') cameBack(fact.epc, fact.at);
    if (fact.type !== 'item.exited') return fact;
    exits.claim(fact.epc, fact.confidence, fact.at);
    return { ...fact, confidence: adjust('exit', fact.confidence) };
  };

  return {
    on: { tick: ({ receivedAt }) => tick(receivedAt) },
    enrich,
    learn,
    adjust,
    save: (): State => ({
      kinds: [...kinds].map(([kind, { reliability, curve }]) => ({ kind, reliability: reliability.save(), curve })),
      exits: exits.save(),
      date,
      minute,
    }),
  };
};
