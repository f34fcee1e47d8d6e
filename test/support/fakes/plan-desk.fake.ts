import { GatewayError } from '../../../gateway/errors.ts';
import type { PlanSource } from '../../../gateway/http/contract-plan.ts';
import type { PlanDesk } from '../../../gateway/http/ports.ts';

const HASH = 'a1'.repeat(32);

/** A desk with one zone on it; everything that is saved is kept in `saved`. */
export function createFakePlanDesk(): PlanDesk & { readonly saved: readonly (readonly unknown[])[] } {
  const saved: unknown[][] = [];
  const tea = {
    id: 'tea',
    name: { en: 'Tea' },
    kind: 'shelf',
    polygon: [[0, 0] as [number, number], [2, 0] as [number, number], [2, 2] as [number, number]],
  };
  const source: PlanSource = {
    ...{
      hash: HASH,
      file: 'store.yaml',
      locked: null,
      plan: { width: 10, height: 8, picture: null },
      zones: [tea],
      problems: [],
      isRunning: true,
    },
    places: [{ key: 'device:till', kind: 'device', device: 'till', port: null, name: {}, section: null, zone: 'tea', at: [1, 1] }],
  };
  return {
    saved,
    source: async () => source,
    check: async () => ({ problems: [], diff: [] }),
    async save(draft, hash, user) {
      if (hash !== HASH) throw new GatewayError('FILE_CHANGED', 'The file was changed since it was read.');
      saved.push([draft, user]);
      return { ...source, hash: 'b2'.repeat(32), isRunning: false };
    },
    addPicture: (bytes, user) => {
      saved.push([bytes.length, user]);
      return { name: 'plan-0123456789abcdef.png', width: 4, height: 3 };
    },
    picture: () => null,
  };
}
