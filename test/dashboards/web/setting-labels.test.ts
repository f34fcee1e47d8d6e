import { expect, test } from 'vitest';
import { en } from '../../../dashboards/web/i18n/en.ts';
import { schemaTree } from '../../../gateway/config/schema-tree.ts';
import { settingFields } from '../../../gateway/config/setting-fields.ts';

test('every setting and every part of the form has a name, and no name is left of a setting that is gone', () => {
  const fields = settingFields(schemaTree());
  const names = Object.keys(en).filter((key) => key.startsWith('setting.'));
  expect(names.toSorted()).toEqual(fields.map(({ path }) => `setting.${path.join('.')}`).toSorted());
  for (const { section } of fields) expect(en).toHaveProperty([`settings.section.${section}`]);
});
