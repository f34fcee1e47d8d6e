import { computed, signal } from '@preact/signals';
import type { OfferCheckView, OfferSourceView } from '../../../gateway/http/contract-offer-source.ts';
import { type Answer, getJson, postJson, putJson } from './api.ts';
import { page } from './model.ts';

/** So long after the last key the text is checked, ms. */
const CHECK_AFTER_MS = 400;
const CHANGED_MEANWHILE = 412;

type Problem = { readonly status: number; readonly detail: string; readonly next: string };

/** What the gateway has; null until it answered. */
export const source = signal<OfferSourceView | null>(null);
/** What the operator has written; kept while another page is looked at. */
export const text = signal('');
/** The newest check, and of which text it is. */
const checked = signal<{ readonly text: string; readonly check: OfferCheckView } | null>(null);
export const problem = signal<Problem | null>(null);
/** What was saved is told until the next change. */
export const isSaved = signal(false);
const isSaving = signal(false);

export const check = computed(() => checked.value?.check ?? null);
export const isChecking = computed(() => checked.value?.text !== text.value);
export const isChanged = computed(() => source.value !== null && text.value !== source.value.text);
export const isOutdated = computed(() => problem.value?.status === CHANGED_MEANWHILE);
export const canSave = computed(
  () => isChanged.value && !isSaving.value && !isChecking.value && checked.value?.check.problems.length === 0,
);

function refused(answer: Problem): void {
  if (answer.status === 401) page.value = 'login';
  else problem.value = answer;
}

async function checkNow(): Promise<void> {
  const asked = text.value;
  const answer = await postJson<OfferCheckView>('/api/v1/offers/check', { text: asked });
  // Whoever went on writing waits for the answer to what they wrote.
  if (asked !== text.value) return;
  if (answer.ok) checked.value = { text: asked, check: answer.value };
  else refused(answer);
}

let soon: ReturnType<typeof setTimeout> | undefined;

export function write(changed: string): void {
  text.value = changed;
  isSaved.value = false;
  clearTimeout(soon);
  soon = setTimeout(() => void checkNow(), CHECK_AFTER_MS);
}

function take(answer: Answer<OfferSourceView>): boolean {
  if (!answer.ok) {
    refused(answer);
    return false;
  }
  problem.value = null;
  source.value = answer.value;
  text.value = answer.value.text;
  return true;
}

/** The line that names an offer, from 1; null where none does. */
export function lineOf(offer: string): number | null {
  const names = (line: string): boolean => /^\s*(?:-\s+)?id:\s*["']?([^"'\s#]+)/.exec(line)?.[1] === offer;
  const place = text.value.split('\n').findIndex(names);
  return place === -1 ? null : place + 1;
}

/** Reads the file; what was written and not saved is given up. */
export async function load(): Promise<void> {
  isSaved.value = false;
  if (take(await getJson<OfferSourceView>('/api/v1/offers/source'))) await checkNow();
}

export async function save(): Promise<void> {
  const known = source.value;
  if (known === null || !canSave.value) return;
  isSaving.value = true;
  isSaved.value = take(await putJson<OfferSourceView>('/api/v1/offers/source', { text: text.value }, `"${known.hash}"`));
  isSaving.value = false;
}
