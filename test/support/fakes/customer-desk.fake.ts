import type { CustomerDesk } from '../../../gateway/http/ports.ts';
import { VISITOR } from './customers.fake.ts';

/** Takes everything; `told` keeps what came, in order. */
export function createFakeCustomerDesk(): CustomerDesk & { readonly told: readonly (readonly unknown[])[] } {
  const told: unknown[][] = [];
  const note = <T>(answer: T, ...what: unknown[]): Promise<T> => {
    told.push(what);
    return Promise.resolve(answer);
  };
  return {
    told,
    tell: (rows, user, dryRun) =>
      note(
        { taken: rows.length, refused: 0, customers: rows.map((_, row) => ({ row, visitor: VISITOR, state: 'taken', problems: [] })) },
        'tell',
        rows,
        user,
        dryRun,
      ),
    pseudonym: () => VISITOR,
    book: (visitor, booking, user) => note({ state: 'booked', points: 7, balanceMinor: 300 }, 'book', visitor, booking, user),
    forget: (visitor, user) => note({ inMembersFile: false }, 'forget', visitor, user),
  };
}
