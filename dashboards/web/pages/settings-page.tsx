import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SettingsView, SettingView } from '../../../gateway/http/contract-settings.ts';
import { t, tOr } from '../i18n/translate.ts';
import { FileProblems, FileReview } from '../parts/file-review.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { PageLink } from '../parts/page-link.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { SavingState, SavingTools } from '../parts/saving.tsx';
import { SettingField, settingLabel } from '../parts/setting-field.tsx';
import { WaitingChanges } from '../parts/waiting-changes.tsx';
import { ask, query } from '../state/place.ts';
import { canSave, changes, check, isChecking, isOutdated, isSaved, load, present, problem, save, source } from '../state/settings.ts';
import '../styles/file-review.css';
import '../styles/settings.css';

const askBeforeLeaving = (event: BeforeUnloadEvent) => {
  if (changes.value.size > 0) event.preventDefault();
};

const sectionName = (section: string): string => tOr(`settings.section.${section}`, section);

/** A setting belongs to a part that is switched off: there is nothing to set. */
function isOff({ path }: SettingView, settings: readonly SettingView[]): boolean {
  return settings.some((group) => group.type === 'group' && path.startsWith(`${group.path}.`) && present(group) !== true);
}

function isFound(setting: SettingView, wanted: string): boolean {
  const text = `${setting.path} ${settingLabel(setting)} ${setting.description} ${sectionName(setting.section)}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What is being typed into the search; the address has it when the field is left. */
const typed = signal<string | null>(null);
const wanted = computed(() => typed.value ?? query.value.q ?? '');

function shownSettings({ settings }: SettingsView): readonly SettingView[] {
  const { only = '', section = '' } = query.value;
  const q = wanted.value.trim();
  const first = settings[0]?.section ?? '';
  const isShown = (setting: SettingView): boolean => {
    if (only === 'modified') return setting.isModified || setting.override !== null || changes.value.has(setting.path);
    return q === '' ? setting.section === (section || first) : true;
  };
  return settings.filter((setting) => !isOff(setting, settings) && isShown(setting) && (q === '' || isFound(setting, q)));
}

function Search() {
  return (
    <div class="settings-search">
      <label>
        <span class="visually-hidden">{t('settings.search')}</span>
        <input
          type="search"
          placeholder={t('settings.search')}
          value={wanted.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
          onChange={(event) => {
            ask({ q: event.currentTarget.value });
            typed.value = null;
          }}
        />
      </label>
      <label class="setting-switch">
        <input
          type="checkbox"
          checked={query.value.only === 'modified'}
          onChange={(event) => ask({ only: event.currentTarget.checked ? 'modified' : '' })}
        />
        {t('settings.onlyModified')}
      </label>
    </div>
  );
}

/** All parts of the form, with how many of their settings are not the default. */
function Sections({ view }: { readonly view: SettingsView }) {
  const parts = Map.groupBy(view.settings, ({ section }) => section);
  const chosen = wanted.value || query.value.only ? '' : (query.value.section ?? view.settings[0]?.section);
  return (
    <nav class="settings-sections" aria-label={t('settings.sections')}>
      <ul>
        {[...parts].map(([section, settings]) => {
          const modified = settings.filter(({ isModified }) => isModified).length;
          return (
            <li key={section}>
              <button
                type="button"
                class="settings-section"
                aria-current={chosen === section ? 'true' : undefined}
                onClick={() => {
                  typed.value = null;
                  ask({ section, q: '', only: '' });
                }}
              >
                {sectionName(section)}
                {modified > 0 && (
                  <span class="settings-count">
                    {modified}
                    <span class="visually-hidden"> {t('settings.modified')}</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Form({ view }: { readonly view: SettingsView }) {
  const parts = [...Map.groupBy(shownSettings(view), ({ section }) => section)];
  if (parts.length === 0) return <Empty text={t(view.settings.length === 0 ? 'settings.empty' : 'settings.notFound')} />;
  return (
    <div class="settings-form">
      {parts.map(([section, settings]) => (
        <Panel key={section} id={`settings-${section.replace('.', '-')}`} title={sectionName(section)}>
          {section === 'plan' && (
            <p>
              <PageLink to="plan-editor">{t('plan-editor.open')}</PageLink>
            </p>
          )}
          <ul class="settings-list">
            {settings.map((setting) => (
              <SettingField key={setting.path} setting={setting} isLocked={view.locked === 'no-file' || view.locked === 'read-only'} />
            ))}
          </ul>
        </Panel>
      ))}
    </div>
  );
}

const Tools = () => (
  <SavingTools isChanged={changes.value.size > 0} canSave={canSave.value} load={() => void load()} save={() => void save()} />
);

function State() {
  const locked = source.value?.locked ?? null;
  return (
    <SavingState
      failed={problem.value}
      isOutdated={isOutdated.value}
      isSaved={isSaved.value}
      load={() => void load()}
      note={locked === null ? null : t(`settings.locked.${locked}`)}
    />
  );
}

function Review({ view }: { readonly view: SettingsView }) {
  const n = changes.value.size;
  return (
    <div class="settings-review">
      {view.problems.length > 0 && n === 0 && (
        <Panel id="settings-broken" title={t('settings.broken')}>
          <FileProblems problems={view.problems} />
        </Panel>
      )}
      <Panel id="settings-review" title={t('settings.review')} summary={n === 0 ? '' : t('settings.changes', { n })}>
        {n === 0 ? <p class="muted">{t('settings.noChanges')}</p> : <FileReview check={check.value} isChecking={isChecking.value} />}
      </Panel>
      <Panel id="settings-waiting" title={t('settings.waiting')}>
        <WaitingChanges waiting={view.waiting} />
      </Panel>
    </div>
  );
}

/** Where the form is long and the review below it: how the changes stand, and the way to it. */
function Bar() {
  const n = changes.value.size;
  if (n === 0) return null;
  const wrong = check.value?.problems.length ?? 0;
  return (
    <div class="settings-bar">
      <span>
        {t('settings.changes', { n })}
        {!isChecking.value && wrong > 0 && ` · ${t('editor.problems', { n: wrong })}`}
      </span>
      <button type="button" class="button-quiet" onClick={() => document.getElementById('settings-review-title')?.scrollIntoView()}>
        {t('settings.toReview')}
      </button>
    </div>
  );
}

/** The settings of store.yaml as a form made from their schema: tried as they are changed, shown as a difference, saved with all comments. */
export function SettingsPage() {
  useEffect(() => {
    // What was changed before another page was looked at is still there.
    if (changes.value.size === 0) void load();
    addEventListener('beforeunload', askBeforeLeaving);
    return () => removeEventListener('beforeunload', askBeforeLeaving);
  }, []);
  const view = source.value;
  return (
    <PageFrame id="settings" title={t('nav.settings')} picker="none" tools={<Tools />}>
      <State />
      {view === null ? (
        problem.value === null && <p role="status">{t('app.loading')}</p>
      ) : (
        <>
          <Search />
          <div class="settings">
            <Sections view={view} />
            <Form view={view} />
            <Review view={view} />
          </div>
          <Bar />
        </>
      )}
    </PageFrame>
  );
}
