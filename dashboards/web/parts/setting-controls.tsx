import type { SettingValue, SettingView } from '../../../gateway/http/contract-settings.ts';
import { weekdayName } from '../i18n/format.ts';
import { t, tOr } from '../i18n/translate.ts';
import { change, changes, present } from '../state/settings.ts';

interface ControlProps {
  readonly setting: SettingView;
  readonly id: string;
  readonly describedBy: string;
  readonly isWrong: boolean;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const LANGUAGES = ['zh-TW', 'zh-CN', 'en'] as const;

const common = ({ id, describedBy, isWrong }: ControlProps) => ({
  id,
  'aria-describedby': describedBy,
  'aria-invalid': isWrong,
  autocomplete: 'off',
  spellcheck: false,
});

function NumberControl(props: ControlProps) {
  const { setting } = props;
  const value = present(setting);
  return (
    <input
      {...common(props)}
      type="number"
      step={setting.type === 'integer' ? 1 : 'any'}
      min={setting.minimum ?? undefined}
      max={setting.maximum ?? undefined}
      value={typeof value === 'number' ? value : ''}
      onInput={({ currentTarget: { value: text } }) => change(setting, text === '' ? undefined : Number(text))}
    />
  );
}

function TextControl(props: ControlProps) {
  const { setting } = props;
  const value = present(setting);
  return (
    <input
      {...common(props)}
      type="text"
      placeholder={setting.isSecret && setting.isSet ? t('settings.secretSet') : ''}
      value={typeof value === 'string' ? value : ''}
      onInput={({ currentTarget: { value: text } }) => change(setting, text === '' ? undefined : text)}
    />
  );
}

function ChoiceControl(props: ControlProps) {
  const { setting } = props;
  return (
    <select
      id={props.id}
      aria-describedby={props.describedBy}
      value={String(present(setting) ?? '')}
      onChange={({ currentTarget: { value } }) => change(setting, value === '' ? undefined : value)}
    >
      {setting.fallback === null && <option value="">–</option>}
      {setting.choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}

function SwitchControl(props: ControlProps) {
  const { setting } = props;
  const isOn = present(setting) === true;
  return (
    <label class="setting-switch">
      <input
        id={props.id}
        type="checkbox"
        aria-describedby={props.describedBy}
        aria-label={props.id}
        aria-labelledby={`${props.id}-label`}
        checked={isOn}
        onChange={({ currentTarget: { checked } }) => change(setting, setting.type === 'group' && !checked ? undefined : checked)}
      />
      <span aria-hidden="true">{t(isOn ? 'settings.on' : 'settings.off')}</span>
    </label>
  );
}

function ChoicesControl(props: ControlProps) {
  const { setting } = props;
  const value = present(setting);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const toggle = (choice: string) =>
    change(
      setting,
      setting.choices.filter((one) => (one === choice ? !chosen.includes(one) : chosen.includes(one))),
    );
  return (
    <fieldset class="setting-choices" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      {setting.choices.map((choice) => (
        <label key={choice} class="setting-switch">
          <input type="checkbox" checked={chosen.includes(choice)} onChange={() => toggle(choice)} />
          {choice}
        </label>
      ))}
    </fieldset>
  );
}

/** One entry on each line; numbers with spaces between them. What is being written stays as it is written. */
function LinesControl(props: ControlProps) {
  const { setting } = props;
  const isNumbers = setting.type === 'numbers';
  const value = present(setting);
  const written = changes.value.get(setting.path);
  const entries = Array.isArray(value) ? value : [];
  const read = (text: string): SettingValue | undefined => {
    if (isNumbers) {
      const numbers = text.split(/[\s,]+/).filter((part) => part !== '');
      return numbers.length === 0 ? undefined : numbers.map((part) => (Number.isNaN(Number(part)) ? part : Number(part)));
    }
    const lines = text.split('\n').map((line) => line.trim());
    return lines.every((line) => line === '') ? (setting.fallback === null ? undefined : []) : lines;
  };
  const clean = () => {
    if (Array.isArray(written))
      change(
        setting,
        written.filter((entry) => entry !== ''),
      );
  };
  if (isNumbers) {
    return (
      <input
        {...common(props)}
        type="text"
        inputMode="decimal"
        defaultValue={entries.join(' ')}
        onInput={(event) => change(setting, read(event.currentTarget.value))}
      />
    );
  }
  return (
    <textarea
      {...common(props)}
      rows={Math.min(8, Math.max(2, entries.length + 1))}
      placeholder={setting.isSecret && setting.isSet ? t('settings.secretSet') : t('settings.onePerLine')}
      value={entries.join('\n')}
      onInput={(event) => change(setting, read(event.currentTarget.value))}
      onBlur={clean}
    />
  );
}

function StructureControl(props: ControlProps) {
  const { setting } = props;
  const value = present(setting);
  const text = typeof value === 'string' ? value : '';
  return (
    <textarea
      {...common(props)}
      class="setting-structure"
      rows={Math.min(12, text.split('\n').length + 1)}
      value={text}
      onInput={({ currentTarget: { value: written } }) => change(setting, written.trim() === '' ? undefined : written)}
    />
  );
}

/** One text for all languages, or one for each. */
function TextsControl(props: ControlProps) {
  const { setting } = props;
  const value = present(setting);
  const texts = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, string>) : {};
  const all = typeof value === 'string' ? value : '';
  const write = (language: string, text: string) => {
    const next = Object.entries({ ...texts, [language]: text }).filter(([, each]) => each !== '');
    change(setting, next.length === 0 ? undefined : Object.fromEntries(next));
  };
  return (
    <fieldset class="setting-texts" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      <label>
        <span>{t('settings.allLanguages')}</span>
        <input type="text" value={all} onInput={({ currentTarget: { value: text } }) => change(setting, text === '' ? undefined : text)} />
      </label>
      {[...new Set<string>([...LANGUAGES, ...Object.keys(texts)])].map((language) => (
        <label key={language}>
          <span>{language}</span>
          <input type="text" value={texts[language] ?? ''} onInput={(event) => write(language, event.currentTarget.value)} />
        </label>
      ))}
    </fieldset>
  );
}

type Hours = Readonly<Record<string, { readonly open: string; readonly close: string } | null>>;

function HoursControl(props: ControlProps) {
  const { setting } = props;
  const value = (present(setting) ?? {}) as Hours;
  const write = (day: string, hours: Hours[string] | undefined) => {
    const { [day]: _, ...others } = value;
    const all: Hours = hours === undefined ? others : { ...others, [day]: hours };
    change(setting, Object.fromEntries(WEEKDAYS.flatMap((name) => (name in all ? [[name, all[name] ?? null] as const] : []))));
  };
  return (
    <fieldset class="setting-hours" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      {WEEKDAYS.map((day, i) => {
        const hours = value[day];
        const mode = hours === undefined ? 'all-day' : hours === null ? 'closed' : 'hours';
        const name = weekdayName(i + 1);
        return (
          <div key={day} class="setting-day">
            <span class="setting-day-name">{name}</span>
            <select
              aria-label={name}
              value={mode}
              onChange={({ currentTarget: { value: chosen } }) =>
                write(day, chosen === 'all-day' ? undefined : chosen === 'closed' ? null : { open: '10:00', close: '21:00' })
              }
            >
              <option value="hours">{t('settings.hours')}</option>
              <option value="closed">{t('settings.closed')}</option>
              <option value="all-day">{t('settings.allDay')}</option>
            </select>
            {hours &&
              (['open', 'close'] as const).map((end) => (
                <input
                  key={end}
                  type="text"
                  inputMode="numeric"
                  maxLength={5}
                  placeholder="HH:MM"
                  aria-label={`${name}: ${tOr(`settings.${end}`, end)}`}
                  value={hours[end]}
                  onInput={({ currentTarget: { value: text } }) => write(day, { ...hours, [end]: text })}
                />
              ))}
          </div>
        );
      })}
    </fieldset>
  );
}

const CONTROLS = {
  text: TextControl,
  texts: TextsControl,
  number: NumberControl,
  integer: NumberControl,
  switch: SwitchControl,
  group: SwitchControl,
  choice: ChoiceControl,
  choices: ChoicesControl,
  list: LinesControl,
  numbers: LinesControl,
  hours: HoursControl,
  structure: StructureControl,
} as const satisfies Record<SettingView['type'], (props: ControlProps) => unknown>;

/** Controls with a label of their own for each part, which a `<label>` for the whole cannot name. */
export const isParted = ({ type }: SettingView): boolean =>
  type === 'texts' || type === 'hours' || type === 'choices' || type === 'switch' || type === 'group';

/** What a setting is entered with. */
export function SettingControl(props: ControlProps) {
  const Control = CONTROLS[props.setting.type];
  return <Control {...props} />;
}
