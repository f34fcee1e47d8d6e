import { GatewayError } from '../../../gateway/errors.ts';
import type { SettingsView, SettingView } from '../../../gateway/http/contract-settings.ts';
import type { SettingsDesk } from '../../../gateway/http/ports.ts';

const HASH = 'a1'.repeat(32);

const port: SettingView = {
  ...{ path: 'http.port', section: 'http', type: 'integer', description: '0 takes any free port', unit: null },
  ...{ minimum: 0, maximum: 65_535, choices: [], fallback: 8_080, isRequired: false, isSecret: false, takesEffect: 'restart' },
  ...{ value: 8_081, isSet: true, isModified: true, line: 4, override: null },
};

/** A desk with one setting on it; everything that is saved is kept in `saved`. */
export function createFakeSettingsDesk(): SettingsDesk & { readonly saved: readonly (readonly unknown[])[] } {
  const saved: unknown[][] = [];
  const view: SettingsView = { hash: HASH, file: 'store.yaml', locked: null, settings: [port], problems: [], waiting: [] };
  return {
    saved,
    settings: async () => view,
    check: async () => ({ problems: [], diff: [[{ kind: 'new', text: '  port: 9000', before: null, after: 4 }]] }),
    async save(changes, hash, user) {
      if (hash !== HASH) throw new GatewayError('FILE_CHANGED', 'The file was changed since it was read.');
      saved.push([changes, user]);
      return { ...view, hash: 'b2'.repeat(32), waiting: [{ path: 'http.port', running: 8_081, next: 9_000 }] };
    },
  };
}
