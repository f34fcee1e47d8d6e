import type { Emit } from '../capability.ts';
import type { VisitorId } from '../ids.ts';
import type { CustomerBooked, CustomerTold } from '../readings.ts';
import { type Instant, type MinorCurrency, minorCurrency } from '../units.ts';
import type { Account } from './account.ts';
import type { CustomerFact } from './customer-fact.ts';
import { earn, expire, pointsLeft, spend } from './points.ts';
import type { LoyaltySettings, Purpose } from './settings.ts';

/** Bookings of one customer whose names are remembered, so that one that is sent again counts once. */
const BOOKINGS_KEPT = 20;

type Booked = Extract<CustomerFact, { type: 'customer.booked' }>;

export interface Programme {
  /** Says tier and consent when they are not what was last said of this customer. */
  say(visitor: VisitorId, account: Account, at: Instant): void;
  /** Points of a receipt; a return takes them back as far as they are still there. */
  receipt(visitor: VisitorId, account: Account, sale: string, total: MinorCurrency, at: Instant, month: number): void;
  /** Takes over what was told; the account is one of those that are never forgotten. */
  told(account: Account, input: CustomerTold, month: number): void;
  book(account: Account, input: CustomerBooked, month: number): void;
  /** Lets points go whose time is over. */
  expire(visitor: VisitorId, account: Account, at: Instant, month: number): void;
}

export interface ProgrammeOptions {
  readonly settings: LoyaltySettings;
  readonly emit: Emit;
  readonly tier: (visitor: VisitorId, at: Instant) => string;
  readonly consents: (visitor: VisitorId) => readonly Purpose[];
}

/** What changes a customer's account beside visits and receipts, and says so. */
export const createProgramme = ({ settings, emit, tier, consents }: ProgrammeOptions): Programme => {
  const say: Programme['say'] = (visitor, account, at) => {
    const now = tier(visitor, at);
    const agrees = consents(visitor);
    if (now === account.tier && agrees.join() === account.agreed.join()) return;
    account.tier = now;
    account.agreed = agrees;
    emit({ type: 'customer.changed', at, visitor, tier: now, agrees });
  };

  const booked = (visitor: VisitorId, account: Account, at: Instant, change: Partial<Booked> & Pick<Booked, 'because'>) => {
    const none = { earned: 0, spent: 0, expired: 0, money: minorCurrency(0), ref: null, user: null };
    const left = { points: pointsLeft(account), balance: minorCurrency(account.money) };
    emit({ ...none, ...change, ...left, type: 'customer.booked', at, visitor });
    say(visitor, account, at);
  };

  return {
    say,
    receipt: (visitor, account, sale, total, at, month) => {
      if (settings.pointPer === null) return;
      const earned = earn(account, Math.trunc(total / settings.pointPer), month, settings);
      if (earned !== 0) booked(visitor, account, at, { earned, because: 'receipt', ref: sale });
    },
    told: (account, { receivedAt: at, visitor, user, ...said }, month) => {
      if (said.tier !== null) account.tierTold = said.tier === '' ? null : said.tier;
      account.consent = { ...account.consent, ...said.consent };
      const { tier: given, consent, since, source, cost, opening } = said;
      emit({ type: 'customer.told', at, visitor, user, tier: given, consent, since, source, cost });
      // A file that is read twice must not undo what happened in between: what there was before the gateway is told once.
      if (opening !== null && !account.opened) {
        account.opened = true;
        const earned = earn(account, opening.earned, month, settings);
        const spent = spend(account, opening.spent) ? opening.spent : 0;
        account.money += opening.money;
        if (earned !== 0 || opening.money !== 0)
          booked(visitor, account, at, { earned, spent, money: opening.money, because: 'told', user });
      }
      say(visitor, account, at);
    },
    book: (account, { receivedAt: at, visitor, user, booking: ref, points, money }, month) => {
      const refused = (because: 'repeated' | 'not-enough') => emit({ type: 'customer.refused', at, visitor, because, ref, user });
      if (account.bookings.includes(ref)) return refused('repeated');
      if (pointsLeft(account) + Math.min(0, points) < 0 || account.money + money < 0) return refused('not-enough');
      account.bookings = [...account.bookings, ref].slice(-BOOKINGS_KEPT);
      account.money += money;
      const earned = points > 0 ? earn(account, points, month, settings) : 0;
      if (points < 0) spend(account, -points);
      booked(visitor, account, at, { earned, spent: Math.max(0, -points), money, because: 'booking', ref, user });
    },
    expire: (visitor, account, at, month) => {
      const expired = expire(account, month, settings);
      if (expired > 0) booked(visitor, account, at, { expired, because: 'expiry' });
    },
  };
};
