import { schemaTree } from '../../../gateway/config/schema-tree.ts';
import { settingFields } from '../../../gateway/config/setting-fields.ts';
import type { FileCheckView, SettingsView, SettingValue, SettingView } from '../../../gateway/http/contract-settings.ts';
import type { Answers } from '../fixture-server.ts';

/** What the file of the fixture's shop has, by path, with the line. */
const GIVEN: Readonly<Record<string, readonly [line: number, value: SettingValue]>> = {
  'store.id': [4, 'corner'],
  'store.name': [5, { 'zh-TW': '轉角選物', en: 'Corner shop' }],
  'store.hours': [6, { mon: { open: '10:00', close: '21:00' }, tue: null }],
  'privacy.visitDays': [20, 14],
  'outputs.influx': [23, true],
  'outputs.influx.url': [24, 'http://influx:8086'],
  'outputs.influx.tokenFile': [25, null],
};

/** Every setting of the product, as the desk shows them. */
const settings: SettingView[] = settingFields(schemaTree()).map(({ isSingle: _, path, fallback, ...field }) => {
  const name = path.join('.');
  const [line = null, value] = GIVEN[name] ?? [];
  const usual =
    field.type === 'group' ? false : field.type === 'structure' ? 'noon: { from: "11:00", to: "14:00" }\n' : (fallback as SettingValue);
  return {
    ...{ ...field, choices: [...field.choices], path: name, fallback: usual, takesEffect: 'restart' as const },
    ...{ value: value ?? (field.isSecret ? null : usual), isSet: line !== null, isModified: line !== null, line },
    override: name === 'http.port' ? { by: 'environment' as const, name: 'AISLE_HTTP_PORT', value: 9_000 } : null,
  };
});

const view: SettingsView = {
  ...{ hash: 'a1'.repeat(32), file: 'store.yaml', locked: null, settings, problems: [] },
  waiting: [
    { path: 'privacy.visitDays', running: 30, next: 14 },
    { path: 'zones.tea.polygon', running: [[0, 0]], next: [[0, 1]] },
  ],
};

const check: FileCheckView = {
  problems: [],
  diff: [
    [
      { kind: 'same', text: 'http:', before: 3, after: 3 },
      { kind: 'gone', text: '  port: 8080', before: 4, after: null },
      { kind: 'new', text: '  port: 9000', before: null, after: 4 },
    ],
  ],
};

/** A shop with some settings of its own, two of which wait; and a gateway that has none to show. */
export const settingsPage: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { settings: () => view, 'settings/check': () => check },
  empty: { settings: (): SettingsView => ({ ...view, file: null, locked: 'no-file', settings: [], waiting: [] }) },
};
