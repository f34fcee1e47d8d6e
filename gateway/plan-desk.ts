import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pictureType } from './config/pictures.ts';
import { planEdits } from './config/plan-edits.ts';
import { cleanPicture } from './config/plan-picture.ts';
import { readStore } from './config/set-values.ts';
import { valueAt } from './config/setting-fields.ts';
import { drawnPlan } from './drawn-plan.ts';
import { GatewayError } from './errors.ts';
import { problemsOf } from './file-problems.ts';
import type { PlanDraft, PlanSource } from './http/contract-plan.ts';
import type { PlanDesk } from './http/ports.ts';
import type { FileDeskOptions } from './settings-desk.ts';
import { checkUnchanged, hashOf, lockOf, replaceFile } from './store-file.ts';

/** Names that uploaded pictures get, by what is in them. */
const UPLOADED = /^plan-[0-9a-f]{16}\.(png|jpg)$/;

/** A younger picture may belong to a plan that somebody is still drawing, ms. */
const STRAY_AFTER_MS = 86_400_000;

/** Where operators read, draw and save the floor plan of store.yaml. The running gateway keeps the one that it was started with. */
export function createPlanDesk({ loaded, isDemo, checks, noteSaved, log }: FileDeskOptions): PlanDesk {
  const { file, overrides, config } = loaded;
  const running = drawnPlan(config);
  const folder = file === null ? null : dirname(resolve(file));
  const textNow = (): string => (file === null ? '' : readStore(file));

  async function sourceOf(text: string): Promise<PlanSource> {
    const state = await checks.ask('state', [file ?? 'store.yaml', text, overrides]);
    const drawn = state.config === null ? null : drawnPlan(state.config);
    return {
      hash: hashOf(text),
      file: file === null ? null : basename(file),
      locked: lockOf(file, isDemo),
      // A file that is not in order is not drawn on: what runs is shown instead, with what is wrong.
      ...(drawn ?? running),
      problems: problemsOf(state),
      isRunning: drawn !== null && isDeepStrictEqual(drawn, running),
    };
  }

  async function edited(draft: PlanDraft, text: string) {
    const state = await checks.ask('state', [file ?? 'store.yaml', text, overrides]);
    // What is wrong already is for hands: nobody can tell what was meant there.
    if (state.config === null) return { text, diff: [], problems: problemsOf(state), parts: [] };
    const edits = planEdits(state.given, draft, state.config.plan);
    const made = await checks.ask('edit', [file ?? 'store.yaml', text, edits, overrides]);
    const changed = edits.filter(({ path, value }) => !isDeepStrictEqual(valueAt(state.given, path), value));
    const parts = [...new Set(changed.map(({ path: [part] }) => String(part)))];
    return { text: made.text, diff: made.diff, problems: problemsOf(made), parts };
  }

  function writableFile(): string {
    if (file === null) throw new GatewayError('CONFIG_READ_ONLY', 'This gateway was started without a store.yaml.');
    if (isDemo) throw new GatewayError('CONFIG_READ_ONLY', 'The demo leaves its shop as it is.');
    return file;
  }

  /** Pictures that were uploaded and that no file names any more: neither the running plan, the new one, nor the one before. */
  function removeStray(beside: string): void {
    const texts = [beside, `${beside}.bak`].filter(existsSync).map((each) => readFileSync(each, 'utf8'));
    for (const name of readdirSync(dirname(beside)).filter((each) => UPLOADED.test(each))) {
      const isFresh = Date.now() - statSync(join(dirname(beside), name)).mtimeMs < STRAY_AFTER_MS;
      if (!isFresh && name !== config.plan.picture && !texts.some((text) => text.includes(name)))
        rmSync(join(dirname(beside), name), { force: true });
    }
  }

  return {
    source: () => sourceOf(textNow()),
    async check(draft) {
      const { problems, diff } = await edited(draft, textNow());
      return { problems, diff: diff.map((piece) => piece.map((line) => ({ ...line }))) };
    },
    async save(draft, hash, user) {
      const beside = writableFile();
      const { text, problems, parts } = await edited(draft, textNow());
      const [wrong] = problems;
      if (wrong !== undefined) throw new GatewayError('CONFIG_INVALID', `${wrong.path}: ${wrong.message}`);
      checkUnchanged(beside, hash);
      replaceFile(beside, text);
      noteSaved({ file: basename(beside), user, paths: parts, before: hash, after: hashOf(text) });
      log.info({ user, before: hash, after: hashOf(text) }, 'plan saved; it counts from the next start');
      removeStray(beside);
      return sourceOf(text);
    },
    addPicture(bytes, user) {
      const beside = writableFile();
      const picture = cleanPicture(bytes);
      if (picture === null) {
        throw new GatewayError(
          'INPUT_INVALID',
          'This is no whole PNG or JPEG picture of at most 12,000 pixels a side and 50 million in all.',
        );
      }
      const name = `plan-${createHash('sha256').update(picture.bytes).digest('hex').slice(0, 16)}.${picture.type}`;
      try {
        writeFileSync(join(dirname(beside), name), picture.bytes);
      } catch (error) {
        throw new GatewayError('CONFIG_READ_ONLY', 'The picture cannot be written beside store.yaml.', { name }, error);
      }
      log.info({ user, name, bytes: picture.bytes.length }, 'picture for the plan stored');
      return { name, width: picture.width, height: picture.height };
    },
    picture(name = config.plan.picture) {
      if (folder === null || name === undefined) return null;
      if (name !== config.plan.picture && !UPLOADED.test(name)) return null;
      const path = resolve(folder, name);
      const type = pictureType(path);
      return type !== null && existsSync(path) ? { file: path, type } : null;
    },
  };
}
