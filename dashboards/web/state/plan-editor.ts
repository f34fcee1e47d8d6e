import { computed, signal } from '@preact/signals';
import type { PlanDraft, PlanPictureView, PlanSource } from '../../../gateway/http/contract-plan.ts';
import type { FileCheckView } from '../../../gateway/http/contract-settings.ts';
import { type Answer, getJson, postBytes, postJson, putJson } from './api.ts';
import { page } from './model.ts';
import type { Draft } from './plan-draft.ts';

const CHECK_AFTER_MS = 500;
const CHANGED_MEANWHILE = 412;
/** Steps that can be taken back. */
const MOST_STEPS = 200;

type Problem = { readonly status: number; readonly detail: string; readonly next: string };

/** What the gateway has; null until it answered. */
export const source = signal<PlanSource | null>(null);
/** What is drawn; kept while another page is looked at. */
export const draft = signal<Draft | null>(null);
const past = signal<readonly Draft[]>([]);
const future = signal<readonly Draft[]>([]);
const checked = signal<{ readonly of: Draft; readonly check: FileCheckView } | null>(null);
export const problem = signal<Problem | null>(null);
export const isSaved = signal(false);
const isSaving = signal(false);

export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);
const toDraft = ({ plan, zones, places }: PlanSource): Draft => ({ plan, zones, places });
export const isChanged = computed(
  () => source.value !== null && draft.value !== null && JSON.stringify(draft.value) !== JSON.stringify(toDraft(source.value)),
);
/** Nothing can be tried either. */
export const isLocked = computed(() => source.value?.locked === 'no-file' || source.value?.locked === 'read-only');
export const check = computed(() => (isChanged.value ? (checked.value?.check ?? null) : null));
export const isChecking = computed(() => isChanged.value && checked.value?.of !== draft.value);
export const isOutdated = computed(() => problem.value?.status === CHANGED_MEANWHILE);
export const canSave = computed(
  () =>
    isChanged.value && source.value?.locked === null && !isSaving.value && !isChecking.value && checked.value?.check.problems.length === 0,
);

function refused(answer: Problem): void {
  if (answer.status === 401) page.value = 'login';
  else problem.value = answer;
}

const asked = ({ plan, zones, places }: Draft): PlanDraft => ({
  plan,
  zones: zones.map(({ id, polygon, isNew, kind, name }) => ({
    id,
    polygon: polygon.map(([x, y]): [number, number] => [x, y]),
    ...(isNew ? { kind: kind as NonNullable<PlanDraft['zones'][number]['kind']>, name } : {}),
  })),
  places: places.map(({ key, at }) => ({ key, at: at && [at[0], at[1]] })),
});

async function checkNow(): Promise<void> {
  const of = draft.value;
  if (of === null) return;
  const answer = await postJson<FileCheckView>('/api/v1/plan/check', asked(of));
  // Whoever went on drawing waits for the answer to what they drew.
  if (of !== draft.value) return;
  if (answer.ok) checked.value = { of, check: answer.value };
  else refused(answer);
}

let soon: ReturnType<typeof setTimeout> | undefined;

/** Shows a step without keeping it: a drag that is still going on. */
export function show(next: Draft): void {
  draft.value = next;
  isSaved.value = false;
  clearTimeout(soon);
  if (isChanged.value) soon = setTimeout(() => void checkNow(), CHECK_AFTER_MS);
}

/** Makes a step that can be taken back; `before` when the step was shown on the way. */
export function step(next: Draft, before = draft.value): void {
  if (before === null || next === before || isLocked.value) return;
  past.value = [...past.value, before].slice(-MOST_STEPS);
  future.value = [];
  show(next);
}

export function undo(): void {
  const before = past.value.at(-1);
  if (before === undefined || draft.value === null) return;
  future.value = [...future.value, draft.value];
  past.value = past.value.slice(0, -1);
  show(before);
}

export function redo(): void {
  const next = future.value.at(-1);
  if (next === undefined || draft.value === null) return;
  past.value = [...past.value, draft.value];
  future.value = future.value.slice(0, -1);
  show(next);
}

function take(answer: Answer<PlanSource>): boolean {
  if (!answer.ok) {
    refused(answer);
    return false;
  }
  problem.value = null;
  source.value = answer.value;
  draft.value = toDraft(answer.value);
  past.value = [];
  future.value = [];
  return true;
}

/** Reads the file; what was drawn and not saved is given up. */
export async function load(): Promise<void> {
  isSaved.value = false;
  take(await getJson<PlanSource>('/api/v1/plan/source'));
}

export async function save(): Promise<void> {
  const [known, drawn] = [source.value, draft.value];
  if (known === null || drawn === null || !canSave.value) return;
  isSaving.value = true;
  isSaved.value = take(await putJson<PlanSource>('/api/v1/plan/source', asked(drawn), `"${known.hash}"`));
  isSaving.value = false;
}

/** Longest side of a picture as it is sent: sharp on a wall screen, and small. Pixels. */
const LONGEST_SIDE = 2_400;

/** Draws the file anew in the browser: turned as the camera meant it, no larger than needed, without what stands beside the pixels. */
async function redrawn(file: File): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png';
  return new Promise((resolve) => canvas.toBlob(resolve, type, 0.88));
}

/** Puts a picture under the plan, whose height then follows from the picture. False when it is no picture that browsers draw. */
export async function addPicture(file: File): Promise<boolean> {
  const blob = file.type === 'image/svg+xml' ? null : await redrawn(file);
  if (blob === null) return false;
  const answer = await postBytes<PlanPictureView>('/api/v1/plan/pictures', blob);
  if (!answer.ok) refused(answer);
  else if (draft.value !== null) {
    const { name, width, height } = answer.value;
    const { plan } = draft.value;
    step({ ...draft.value, plan: { ...plan, picture: name, height: Math.round((plan.width * height * 100) / width) / 100 } });
  }
  return true;
}

export const pictureAddress = (name: string): string => `/api/v1/plan/picture?name=${encodeURIComponent(name)}`;
