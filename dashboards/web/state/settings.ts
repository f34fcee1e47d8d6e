import { computed, signal } from '@preact/signals';
import type { FileCheckView, SettingsView, SettingValue, SettingView } from '../../../gateway/http/contract-settings.ts';
import { type Answer, getJson, postJson, putJson } from './api.ts';
import { page } from './model.ts';

/** So long after the last key the file is tried, ms. */
const CHECK_AFTER_MS = 400;
const CHANGED_MEANWHILE = 412;

type Problem = { readonly status: number; readonly detail: string; readonly next: string };
/** Undefined: back to the default. */
type Changes = ReadonlyMap<string, SettingValue | undefined>;

/** What the gateway has; null until it answered. */
export const source = signal<SettingsView | null>(null);
/** What the operator changed, by path; kept while another page is looked at. */
export const changes = signal<Changes>(new Map());
const checked = signal<{ readonly of: Changes; readonly check: FileCheckView } | null>(null);
export const problem = signal<Problem | null>(null);
/** What was saved is told until the next change. */
export const isSaved = signal(false);
const isSaving = signal(false);

/** The newest try; null while nothing is changed. */
export const check = computed(() => (changes.value.size === 0 ? null : (checked.value?.check ?? null)));
export const isChecking = computed(() => changes.value.size > 0 && checked.value?.of !== changes.value);
export const isOutdated = computed(() => problem.value?.status === CHANGED_MEANWHILE);
export const canSave = computed(
  () =>
    changes.value.size > 0 &&
    source.value?.locked === null &&
    !isSaving.value &&
    !isChecking.value &&
    checked.value?.check.problems.length === 0,
);

/** What a setting is in the form now. */
export function present(setting: SettingView): SettingValue {
  if (!changes.value.has(setting.path)) return setting.value;
  return changes.value.get(setting.path) ?? setting.fallback;
}

function refused(answer: Problem): void {
  if (answer.status === 401) page.value = 'login';
  else problem.value = answer;
}

const asked = (of: Changes) => ({
  changes: [...of].map(([path, value]) => (value === undefined ? { path } : { path, value })),
});

async function checkNow(): Promise<void> {
  const of = changes.value;
  const answer = await postJson<FileCheckView>('/api/v1/settings/check', asked(of));
  // Whoever went on writing waits for the answer to what they wrote.
  if (of !== changes.value) return;
  if (answer.ok) checked.value = { of, check: answer.value };
  else refused(answer);
}

let soon: ReturnType<typeof setTimeout> | undefined;

/** Puts a value into the form; undefined goes back to the default. What the file has already is no change. */
export function change(setting: SettingView, value: SettingValue | undefined): void {
  const next = new Map(changes.value);
  const isSame = value === undefined ? !setting.isSet : setting.isSet && !setting.isSecret && isEqual(value, setting.value);
  if (isSame) next.delete(setting.path);
  else next.set(setting.path, value);
  // What belongs to a part that is switched off goes with it.
  if (setting.type === 'group') for (const path of next.keys()) if (path.startsWith(`${setting.path}.`)) next.delete(path);
  changes.value = next;
  isSaved.value = false;
  clearTimeout(soon);
  if (next.size > 0) soon = setTimeout(() => void checkNow(), CHECK_AFTER_MS);
}

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Takes one change back. */
export function undo(setting: SettingView): void {
  const next = new Map(changes.value);
  next.delete(setting.path);
  changes.value = next;
  clearTimeout(soon);
  if (next.size > 0) soon = setTimeout(() => void checkNow(), CHECK_AFTER_MS);
}

function take(answer: Answer<SettingsView>): boolean {
  if (!answer.ok) {
    refused(answer);
    return false;
  }
  problem.value = null;
  source.value = answer.value;
  changes.value = new Map();
  return true;
}

/** Reads the file; what was changed and not saved is given up. */
export async function load(): Promise<void> {
  isSaved.value = false;
  take(await getJson<SettingsView>('/api/v1/settings'));
}

export async function save(): Promise<void> {
  const known = source.value;
  if (known === null || !canSave.value) return;
  isSaving.value = true;
  isSaved.value = take(await putJson<SettingsView>('/api/v1/settings', asked(changes.value), `"${known.hash}"`));
  isSaving.value = false;
}
