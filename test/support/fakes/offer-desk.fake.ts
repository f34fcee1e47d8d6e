import { GatewayError } from '../../../gateway/errors.ts';
import type { OfferDesk } from '../../../gateway/http/ports.ts';

const HASH = 'a1'.repeat(32);

/** A desk with one offer on it; everything that is saved is kept in `saved`. */
export function createFakeOfferDesk(): OfferDesk & { readonly saved: readonly (readonly unknown[])[] } {
  const saved: unknown[][] = [];
  const source = { text: 'offers:\n  - { id: tea, on: item.picked }\n', hash: HASH, file: 'store.yaml', isRunning: true };
  return {
    saved,
    source: () => source,
    check: async (text) => ({
      problems: text.includes('wrong') ? [{ line: 2, column: 5, path: 'offers.0.on', message: 'is no event' }] : [],
      previews: [],
    }),
    async save(text, hash, user) {
      if (hash !== HASH) throw new GatewayError('FILE_CHANGED', 'The file was changed since it was read.');
      saved.push([text, user]);
      return { ...source, text, hash: 'b2'.repeat(32), isRunning: false };
    },
  };
}
