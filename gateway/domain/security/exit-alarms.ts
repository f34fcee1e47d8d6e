import type { Evidence, Fact, ItemFact } from '../events.ts';
import type { Epc, Gtin, VisitId } from '../ids.ts';
import { clip, rounded, sigmoid } from '../statistics.ts';
import { type Instant, probability } from '../units.ts';
import type { Alarms } from './alarms.ts';
import type { LateReceipts } from './late-receipts.ts';
import type { Receipts } from './receipts.ts';
import type { SecuritySettings } from './settings.ts';
import type { StaffPass } from './staff-pass.ts';
import type { TillStays } from './till-stays.ts';

/** A receipt that arrives this late still clears an alarm, ms. */
const LATE_RECEIPT_MS = 15 * 60_000;
/** Below this an exit without a receipt is nobody's business. */
const SILENT_TIER = 0.3;
/**
 * Who has not paid and stands at the gate mostly waits there, looks at the goods beside it or thinks again: so many nats against their
 * leaving. What is not heard inside for a while has left; the silence takes back so many at most, most of them in so many ms.
 */
const WAITS_INSIDE = 7;
const SILENCE_NATS = 6;
const SILENCE_MS = 60_000;
/** A suspicion that nothing confirmed is forgotten after this, ms. */
const SUSPICION_MS = 10 * 60_000;
/** What staff carries out is hardly ever stolen; goods of a kind that was just paid for are that unit. */
const WITH_STAFF = 0.1;
const OF_A_KIND = 0.1;

type Exit = Pick<ItemFact, 'at' | 'epc' | 'gtin' | 'zone' | 'visit' | 'confidence' | 'why'>;

interface Unpaid {
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly visit: VisitId | null;
  readonly at: number;
  readonly fact: Exit;
  readonly fromTill: boolean;
  /** An alarm was raised. */
  readonly told: boolean;
}

/** How probable it is that an item leaves unpaid, and why. */
interface Verdict {
  readonly confidence: number;
  readonly why: readonly Evidence[];
}

/** Unpaid items that leave: a soft word at once, an alarm when the exit is sure, taken back when a receipt or the item comes after all. */
export interface ExitAlarms {
  suspected(fact: Exit): void;
  withdrawn(epc: Epc, at: Instant): void;
  left(fact: ItemFact): void;
  back(epc: Epc, at: Instant): void;
  sold(sale: Extract<Fact, { type: 'sale.recorded' }>): void;
  tick(now: Instant): void;
  save(): unknown;
}

interface Saved {
  readonly unpaid: readonly Unpaid[];
  readonly now: number;
}

interface Parts {
  readonly settings: SecuritySettings;
  readonly alarms: Alarms;
  readonly receipts: Receipts;
  /** Receipts of goods that were at the till, and of all others. */
  readonly late: { readonly fromTill: LateReceipts; readonly others: LateReceipts };
  readonly tills: TillStays;
  readonly staff: StaffPass;
}

const logit = (p: number): number => Math.log(clip(p, 1e-6, 1 - 1e-6) / (1 - clip(p, 1e-6, 1 - 1e-6)));

/** What takes probability away from an exit, as a step of the log-odds: the evidence goes on adding up to the probability. */
const step = (code: Evidence['code'], from: number, to: number, facts: Evidence['facts'] = {}): Evidence => ({
  code,
  nats: rounded(logit(to) - logit(from)),
  facts,
});

export const createExitAlarms = ({ settings, alarms, receipts, late, tills, staff }: Parts, saved?: unknown): ExitAlarms => {
  const before = saved as Saved | undefined; // Written by save() below.
  let unpaid: readonly Unpaid[] = before?.unpaid ?? [];
  let now: number = before?.now ?? 0;

  const lateOf = (fromTill: boolean) => (fromTill ? late.fromTill : late.others);

  /** How probable it is that it leaves unpaid, as far as the gate tells. */
  const suspicion = (fact: Exit, waited: number, fromTill: boolean): Verdict => {
    const why: Evidence[] = [...fact.why];
    let p: number = fact.confidence;
    const lower = (code: Evidence['code'], share: number, facts: Evidence['facts'] = {}) => {
      why.push(step(code, p, p * share, facts));
      p *= share;
    };
    lower('no-receipt', 1 - lateOf(fromTill).mayCome(waited), fact.gtin === null ? {} : { gtin: fact.gtin });
    const badge = staff.near(fact.zone, fact.at);
    if (badge !== null) lower('staff-along', WITH_STAFF, { seconds: rounded(badge / 1_000) });
    return { confidence: p, why };
  };

  /** The same when somebody is to be accused. */
  const accusation = (fact: Exit, waited: number, fromTill: boolean): Verdict => {
    const waits = SILENCE_NATS * (1 - Math.exp(-Math.max(0, waited - settings.exitSilence) / SILENCE_MS)) - WAITS_INSIDE;
    const why = [...fact.why, { code: 'waits-inside', nats: rounded(waits), facts: { seconds: rounded(waited / 1_000) } } as const];
    return suspicion({ ...fact, confidence: probability(sigmoid(logit(fact.confidence) + waits)), why }, waited, fromTill);
  };

  const raise = (about: 'unsold-exit' | 'exit-suspected', { epc, at, zone, visit }: Exit, { confidence, why }: Verdict) => {
    const severity = about === 'unsold-exit' ? 'critical' : 'warning';
    const key = about === 'unsold-exit' ? `exit|${epc}` : `suspect|${epc}`;
    alarms.raise(key, { about, at, severity, confidence, zone, epc, visit, why });
    alarms.renew(key, at);
  };

  const settle = (item: Unpaid, at: Instant) => {
    alarms.clear(`exit|${item.epc}`, at, 'receipt-came-late');
    alarms.clear(`suspect|${item.epc}`, at, 'receipt-came-late');
    lateOf(item.fromTill).came(at - item.at);
    unpaid = unpaid.filter((u) => u !== item);
  };

  return {
    suspected: (fact) => {
      if (receipts.covers(fact.epc, fact.gtin, fact.visit, fact.at) === 'epc') return;
      const verdict = suspicion(fact, 0, tills.was(fact.epc, fact.at));
      const covered = receipts.covers(fact.epc, fact.gtin, fact.visit, fact.at) === 'kind';
      if (verdict.confidence * (covered ? OF_A_KIND : 1) >= SILENT_TIER) raise('exit-suspected', fact, verdict);
    },
    withdrawn: (epc, at) => alarms.clear(`suspect|${epc}`, at, 'not-confirmed'),
    left: (fact) => {
      const { epc, gtin, visit, at } = fact;
      if (receipts.take(epc, gtin, visit, at) !== null) {
        alarms.clear(`suspect|${epc}`, at, 'paid');
        return;
      }
      const fromTill = tills.was(epc, at);
      lateOf(fromTill).missed();
      const waited = Math.max(settings.exitSilence, now - at);
      const verdict = accusation(fact, waited, fromTill);
      const told = verdict.confidence >= settings.alarmAt;
      const soft = suspicion(fact, waited, fromTill);
      unpaid = [...unpaid.filter((u) => u.epc !== epc), { epc, gtin, visit, at, fact, fromTill, told }];
      if (told) {
        alarms.clear(`suspect|${epc}`, at, 'confirmed');
        raise('unsold-exit', fact, verdict);
      } else if (soft.confidence >= SILENT_TIER) raise('exit-suspected', fact, soft);
      else alarms.clear(`suspect|${epc}`, at, 'not-confirmed');
    },
    back: (epc, at) => {
      alarms.clear(`exit|${epc}`, at, 'back-in-shop');
      alarms.clear(`suspect|${epc}`, at, 'back-in-shop');
      receipts.giveBack(epc);
      unpaid = unpaid.filter((u) => u.epc !== epc);
    },
    /** Receipts first cover what has left without one, the visit's own first, by EPC or by kind; then what will leave. */
    sold: (sale) => {
      for (const { epc, gtin, quantity } of sale.lines) {
        let left = quantity;
        const own = (u: Unpaid) => Number(sale.visit !== null && u.visit === sale.visit);
        for (const item of [...unpaid].sort((a, b) => own(b) - own(a))) {
          const covered = epc === null ? left > 0 && item.gtin === gtin && sale.at - item.at < LATE_RECEIPT_MS : item.epc === epc;
          if (!covered) continue;
          settle(item, sale.at);
          left--;
        }
        receipts.sell(epc, gtin, left, sale.visit, sale.at);
      }
    },
    /** What is not sure at once is an alarm once it was not heard inside for a while, and once its receipt should have come. */
    tick: (time) => {
      now = time;
      unpaid = unpaid.flatMap((item) => {
        if (time - item.at >= LATE_RECEIPT_MS) return [];
        if (item.told) return [item];
        const verdict = accusation(item.fact, time - item.at, item.fromTill);
        if (verdict.confidence < settings.alarmAt) return [item];
        alarms.clear(`suspect|${item.epc}`, time, 'confirmed');
        raise('unsold-exit', item.fact, verdict);
        return [{ ...item, told: true }];
      });
      alarms.clearCalm('exit-suspected', time, SUSPICION_MS);
    },
    save: (): Saved => ({ unpaid, now }),
  };
};
