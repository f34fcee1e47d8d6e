import type { SettingView } from '../../../gateway/http/contract-settings.ts';
import { exact } from '../i18n/format.ts';
import { t, tOr } from '../i18n/translate.ts';
import { change, changes, check, undo } from '../state/settings.ts';
import { Chip } from './chip.tsx';
import { isParted, SettingControl } from './setting-controls.tsx';
import { shortValue } from './waiting-changes.tsx';
import { Words } from './words.tsx';

/** The last word of the path as people write it, without its unit: `exitSilenceS` is "Exit silence". */
export function settingLabel({ path, unit }: Pick<SettingView, 'path' | 'unit'>): string {
  const key = path.split('.').at(-1) ?? path;
  const bare = unit === null ? key : key.replace(/(PerSecond|Minor|Dbm|Db|Kb|Mb|Hours|Days|S|M|H)$/, '');
  const words = (bare || key).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return tOr(`setting.${path}`, words.charAt(0).toUpperCase() + words.slice(1));
}

function Bounds({ setting: { minimum, maximum } }: { readonly setting: SettingView }) {
  if (minimum === null && maximum === null) return null;
  const [low, high] = [minimum === null ? '' : exact(minimum), maximum === null ? '' : exact(maximum)];
  return <span>{maximum === null ? t('settings.from', { low }) : t('settings.between', { low, high })}</span>;
}

function Origin({ setting }: { readonly setting: SettingView }) {
  const { override, line } = setting;
  if (override) return <span>{t(`settings.by.${override.by}`, { name: override.name, value: shortValue(override.value) })}</span>;
  return <span>{line === null ? t('settings.byDefault') : t('settings.byFile', { line })}</span>;
}

function Badges({ setting }: { readonly setting: SettingView }) {
  return (
    <span class="setting-badges">
      {changes.value.has(setting.path) && <Chip tone="info" text={t('settings.changed')} />}
      {setting.isModified && <Chip tone="plain" text={t('settings.modified')} />}
      {setting.override && <Chip tone="warn" text={t(`settings.overridden.${setting.override.by}`)} />}
      <span class="setting-restart">{t('settings.restart')}</span>
    </span>
  );
}

/** One setting: what it is, what it may be, where its value comes from, and what is wrong with what was entered. */
export function SettingField({ setting, isLocked }: { readonly setting: SettingView; readonly isLocked: boolean }) {
  const id = `setting-${setting.path}`;
  const isChanged = changes.value.has(setting.path);
  const wrong = check.value?.problems.filter(({ path }) => path === setting.path || path.startsWith(`${setting.path}.`)) ?? [];
  const label = settingLabel(setting);
  return (
    <li class={isChanged ? 'setting is-changed' : 'setting'} data-setting={setting.path}>
      <div class="setting-head">
        {isParted(setting) ? (
          <span class="setting-label" id={`${id}-label`}>
            {label}
          </span>
        ) : (
          <label class="setting-label" id={`${id}-label`} for={id}>
            {label}
          </label>
        )}
        <Badges setting={setting} />
      </div>
      <fieldset class="setting-control" disabled={isLocked}>
        <SettingControl setting={setting} id={id} describedBy={`${id}-about`} isWrong={wrong.length > 0} />
        {setting.unit && <span class="setting-unit">{tOr(`settings.unit.${setting.unit}`, setting.unit)}</span>}
      </fieldset>
      <div id={`${id}-about`} class="setting-about">
        {wrong.map(({ message }) => (
          <p key={message} class="setting-wrong" lang="en">
            {message}
          </p>
        ))}
        {setting.description && (
          <p lang="en">
            <Words text={setting.description} />
          </p>
        )}
        <p class="setting-facts">
          <code>{setting.path}</code>
          {setting.type !== 'group' && <span>{t('settings.default', { value: shortValue(setting.fallback) })}</span>}
          <Bounds setting={setting} />
          <Origin setting={setting} />
        </p>
      </div>
      {!isLocked && (isChanged || (setting.isSet && setting.type !== 'group')) && (
        <div class="setting-deeds">
          {isChanged && (
            <button type="button" class="button-quiet" onClick={() => undo(setting)} aria-label={t('settings.undoOf', { what: label })}>
              {t('settings.undo')}
            </button>
          )}
          {setting.isSet && setting.type !== 'group' && (changes.value.get(setting.path) !== undefined) !== isChanged && (
            <button
              type="button"
              class="button-quiet"
              onClick={() => change(setting, undefined)}
              aria-label={t('settings.resetOf', { what: label })}
            >
              {t('settings.reset')}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
