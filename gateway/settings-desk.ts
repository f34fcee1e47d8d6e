import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import type { CheckThread } from './check-thread.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import type { Override } from './config/overrides.ts';
import { schemaTree } from './config/schema-tree.ts';
import { REDACTED, withoutCredentials } from './config/secrets.ts';
import { readStore } from './config/set-values.ts';
import { type SettingField, settingFields, valueAt } from './config/setting-fields.ts';
import { leavesById } from './config/setting-leaves.ts';
import type { YamlEdit } from './config/yaml-edit.ts';
import { readYaml } from './config/yaml-source.ts';
import { GatewayError } from './errors.ts';
import { problemOf, problemsOf } from './file-problems.ts';
import type { SettingChange, SettingProblem, SettingsView, SettingValue, SettingView } from './http/contract-settings.ts';
import type { SavedFile, SettingsDesk } from './http/ports.ts';
import type { Log } from './observability/log.ts';
import type { EditedFile, FileState } from './store-check.ts';
import { checkUnchanged, hashOf, lockOf, replaceFile } from './store-file.ts';

export interface FileDeskOptions {
  readonly loaded: Pick<LoadedConfig, 'file' | 'config' | 'overrides'>;
  /** Nothing is written: the shop of the demo belongs to the product. */
  readonly isDemo: boolean;
  readonly checks: CheckThread;
  /** Keeps in the audit log who saved. */
  readonly noteSaved: (note: SavedFile) => void;
  readonly log: Log;
}

/** Where operators read, try and save the settings of store.yaml. Nothing is read anew while the gateway runs: every change waits for a start. */
export function createSettingsDesk({ loaded, isDemo, checks, noteSaved, log }: FileDeskOptions): SettingsDesk {
  const fields = settingFields(schemaTree());
  const byPath = new Map(fields.map((field) => [field.path.join('.'), field]));
  const running = leavesById(loaded.config);
  const { file, overrides } = loaded;

  const textNow = (): string => (file === null ? '' : readStore(file));
  async function view(text: string): Promise<SettingsView> {
    const state = await checks.ask('state', [file ?? 'store.yaml', text, overrides]);
    const source = readYaml(text, file ?? 'store.yaml');
    const lineOf = ({ path }: SettingField): number => source.locate(path, true).line;
    return {
      hash: hashOf(text),
      file: file === null ? null : basename(file),
      locked: lockOf(file, isDemo),
      settings: fields.map((field) => viewOf(field, state.given, lineOf, overrides)),
      problems: problemsOf(state),
      waiting: waitingChanges(running, state),
    };
  }

  async function edited(changes: readonly SettingChange[], text: string): Promise<EditedFile & { readonly told: SettingProblem[] }> {
    const { edits, problems } = editsOf(changes, byPath);
    const made = await checks.ask('edit', [file ?? 'store.yaml', text, edits, overrides]);
    return { ...made, told: [...problems, ...missingSecrets(changes), ...problemsOf(made)] };
  }

  /** The gateway does not start without a file of a secret that is named: better told now. The name is not repeated. */
  function missingSecrets(changes: readonly SettingChange[]): SettingProblem[] {
    const folder = file === null ? '.' : dirname(file);
    return changes.flatMap(({ path, value }) =>
      /File$/.test(path) && byPath.get(path)?.isSecret && typeof value === 'string' && !existsSync(resolve(folder, value))
        ? [problemOf(path, 'there is no such file', 'CONFIG_INVALID')]
        : [],
    );
  }

  return {
    settings: () => view(textNow()),
    async check(changes) {
      const { told, diff } = await edited(changes, textNow());
      return { problems: told, diff: diff.map((piece) => piece.map((line) => ({ ...line }))) };
    },
    async save(changes, hash, user) {
      if (file === null) throw new GatewayError('CONFIG_READ_ONLY', 'This gateway was started without a store.yaml.');
      if (isDemo) throw new GatewayError('CONFIG_READ_ONLY', 'The demo leaves its shop as it is.');
      const before = textNow();
      const { told, text } = await edited(changes, before);
      const [wrong] = told;
      if (wrong !== undefined) throw new GatewayError('CONFIG_INVALID', `${wrong.path}: ${wrong.message}`);
      checkUnchanged(file, hash);
      replaceFile(file, text);
      const paths = changes.map(({ path }) => path);
      noteSaved({ file: basename(file), user, paths, before: hash, after: hashOf(text) });
      log.info({ user, before: hash, after: hashOf(text), paths }, 'settings saved; they count from the next start');
      return view(text);
    },
  };
}

function viewOf(
  field: SettingField,
  given: FileState['given'],
  lineOf: (field: SettingField) => number,
  overrides: readonly Override[],
): SettingView {
  const { path, fallback, isSingle: _, ...rest } = field;
  const own = valueAt(given, path);
  const isSet = own !== undefined;
  const by = overrides.findLast((override) => override.path.join('.') === path.join('.'));
  return {
    ...rest,
    choices: [...rest.choices],
    path: path.join('.'),
    fallback: shown(field, fallback),
    takesEffect: 'restart',
    value: shown(field, own ?? fallback),
    isSet,
    isModified: isSet && !isDeepStrictEqual(own, fallback),
    line: isSet ? lineOf(field) : null,
    override: by ? { ...overrideOf(by), value: shown(field, by.value) } : null,
  };
}

const overrideOf = ({ origin, path }: Override): { by: 'environment' | 'flag'; name: string } =>
  origin === 'flag' ? { by: 'flag', name: `--set ${path.join('.')}` } : { by: 'environment', name: origin.replace(/^env /, '') };

/** A value as the form has it. An address with a password in it is as secret as the password. */
function shown({ type, isSecret }: SettingField, value: unknown): SettingValue {
  if (type === 'group') return value !== undefined && value !== null;
  if (isSecret || value === null || value === undefined) return null;
  if (type === 'structure') return stringify(value, { collectionStyle: 'any', lineWidth: 0 });
  if (type === 'list' && typeof value === 'string') return [value];
  return typeof value === 'string' ? withoutCredentials(value) : (value as SettingValue);
}

/** Changes of a form as edits of the file. Throws INPUT_INVALID for what is no setting. */
function editsOf(changes: readonly SettingChange[], byPath: ReadonlyMap<string, SettingField>) {
  const edits: YamlEdit[] = [];
  const problems: SettingProblem[] = [];
  // A group is put in place before what belongs into it.
  for (const { path, value } of changes.toSorted((a, b) => a.path.length - b.path.length)) {
    const field = byPath.get(path);
    if (field === undefined) throw new GatewayError('INPUT_INVALID', `${path} is no setting that can be changed here.`);
    if (value === undefined || value === null) edits.push({ path: field.path, value: undefined });
    else if (field.type === 'group') edits.push({ path: field.path, value: value === true ? {} : undefined });
    else if (typeof value === 'string' && value.includes(REDACTED)) {
      problems.push(problemOf(path, 'the password in it is not shown; write the address with its password anew', 'CONFIG_INVALID'));
    } else if (field.type !== 'structure') edits.push({ path: field.path, value: isOne(field, value) ? value[0] : value });
    else {
      try {
        edits.push({ path: field.path, value: parse(String(value)) });
      } catch (error) {
        problems.push(problemOf(path, error instanceof Error ? error.message : String(error), 'CONFIG_INVALID'));
      }
    }
  }
  return { edits, problems };
}

/** One file of products is written as it mostly is, without a list. */
const isOne = ({ isSingle }: SettingField, value: SettingValue): value is [string] =>
  isSingle && Array.isArray(value) && value.length === 1;

/** Where the next start differs from this one. */
function waitingChanges(running: ReadonlyMap<string, unknown>, { leaves }: FileState): SettingsView['waiting'] {
  if (leaves === null) return [];
  const paths = [...new Set([...running.keys(), ...leaves.keys()])];
  return paths
    .filter((path) => !isDeepStrictEqual(running.get(path), leaves.get(path)))
    .map((path) => ({ path, running: running.get(path), next: leaves.get(path) }));
}
