import type { VisitorId } from '../ids.ts';
import { type Account, copyOf, newAccount } from './account.ts';

export type SavedAccounts = readonly (readonly [VisitorId, Account])[];

/** Room that strangers always have, however many customers were told of. */
const LEAST_STRANGERS = 1_000;

/**
 * The accounts that the running shop holds. Of customers that somebody told of, `most` fit and none is forgotten; cards that only showed
 * themselves share what is left, and the one unseen for longest makes room for the next.
 */
export interface Accounts {
  of(visitor: VisitorId | null): Account | null;
  /** The account, made when there is none, and the one seen last from now on. */
  seen(visitor: VisitorId): Account;
  /** The account as one that is never forgotten; null when there is no room for one more. */
  tell(visitor: VisitorId): Account | null;
  /** False when there was none. */
  erase(visitor: VisitorId): boolean;
  all(): Iterable<readonly [VisitorId, Account]>;
  /** Accounts of strangers that had to make room since the state began. */
  readonly forgotten: number;
  readonly size: number;
  save(): { readonly accounts: SavedAccounts; readonly forgotten: number };
}

export const createAccounts = (most: number, saved?: { readonly accounts: SavedAccounts; readonly forgotten: number }): Accounts => {
  const told = new Map<VisitorId, Account>();
  const strangers = new Map<VisitorId, Account>();
  let forgotten = saved?.forgotten ?? 0;
  for (const [visitor, account] of saved?.accounts ?? []) (account.told ? told : strangers).set(visitor, copyOf(account));

  const makeRoom = () => {
    const room = Math.max(LEAST_STRANGERS, most - told.size);
    for (const oldest of strangers.keys()) {
      if (strangers.size <= room) break;
      strangers.delete(oldest);
      forgotten++;
    }
  };

  return {
    of: (visitor) => (visitor === null ? null : (told.get(visitor) ?? strangers.get(visitor) ?? null)),
    seen: (visitor) => {
      const known = told.get(visitor);
      if (known !== undefined) return known;
      const account = strangers.get(visitor) ?? newAccount();
      strangers.delete(visitor);
      strangers.set(visitor, account);
      makeRoom();
      return account;
    },
    tell: (visitor) => {
      const known = told.get(visitor);
      if (known !== undefined) return known;
      if (told.size >= most) return null;
      const account = strangers.get(visitor) ?? newAccount();
      strangers.delete(visitor);
      account.told = true;
      told.set(visitor, account);
      makeRoom();
      return account;
    },
    erase: (visitor) => told.delete(visitor) || strangers.delete(visitor),
    *all() {
      yield* told;
      yield* strangers;
    },
    get forgotten() {
      return forgotten;
    },
    get size() {
      return told.size + strangers.size;
    },
    save: () => ({ accounts: [...told, ...strangers], forgotten }),
  };
};
