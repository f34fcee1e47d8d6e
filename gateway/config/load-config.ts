import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GatewayError } from '../errors.ts';
import { checkActuators } from './check-actuators.ts';
import { checkDevices, driverSettings, type KnownDriver } from './check-devices.ts';
import { checkDisplays } from './check-displays.ts';
import { checkLoyalty } from './check-loyalty.ts';
import { checkNames } from './check-names.ts';
import { checkOffers } from './check-offers.ts';
import { checkOutputs } from './check-outputs.ts';
import { checkPlaces, checkPlanogram } from './check-places.ts';
import { checkReports } from './check-reports.ts';
import { checkRules } from './check-rules.ts';
import { checkStore } from './check-store.ts';
import type { InventoryRow, LoadedConfig, MemberRow, Origin } from './loaded-config.ts';
import { offerNames } from './offer-names.ts';
import { applyOverrides, fromEnvironment, fromFlags, type Override } from './overrides.ts';
import { type PartialConfig, partialConfig } from './partial-config.ts';
import { readPictures } from './pictures.ts';
import { type ConfigProblem, dotted, invalidConfig, type Path, show } from './problem.ts';
import { configSchema } from './schema.ts';
import { type Finding, schemaFindings } from './schema-problems.ts';
import { schemaTree } from './schema-tree.ts';
import { epcProblem, type Products, readInventory, readMembers, readProducts, type ShopFile } from './shop-files.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

export interface LoadOptions {
  /** store.yaml; without it the shop is made of defaults, environment and flags. */
  readonly file?: string | undefined;
  /** What the file would hold, when that is not what it holds now. */
  readonly text?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Dotted path to value, as `--set http.port=9000` gives them. */
  readonly flags?: Readonly<Record<string, unknown>> | undefined;
  /** More values over all others, as an earlier load told them. */
  readonly overrides?: readonly Override[] | undefined;
  /** The drivers that exist; without the list, driver names and settings are not checked. */
  readonly drivers?: readonly KnownDriver[] | undefined;
}

/**
 * Reads store.yaml and the CSV files that it names; default < file < `AISLE_…` environment < flag. Throws a GatewayError:
 * CONFIG_MISSING when the file cannot be read, CONFIG_INVALID with all problems at once when anything in it is wrong.
 */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const file = options.file ?? null;
  const folder = resolve(file === null ? '.' : dirname(file));
  const source = readYaml(options.text ?? (file === null ? '' : readStoreFile(file)), file ?? 'store.yaml');
  if (source.problems.length > 0) throw invalidConfig(source.problems);

  const tree = schemaTree();
  const environment = fromEnvironment(tree, options.env);
  const overrides = [...environment.overrides, ...fromFlags(tree, options.flags ?? {}), ...(options.overrides ?? [])];
  // "zones:" with nothing under it means none, as people expect who have just deleted the last one.
  const given = Object.fromEntries(Object.entries(source.value).filter(([, value]) => value !== null));
  const raw = applyOverrides(given, overrides);
  const parsed = configSchema.safeParse(raw, { reportInput: true });

  const place = placer(source, overrides, file);
  const problems: ConfigProblem[] = [...environment.problems];
  const found = parsed.success ? [] : schemaFindings(parsed.error.issues, tree);
  const partial = partialConfig(raw);
  const csv = readShopFiles(raw, partial, { folder, file }, found, problems);
  found.push(...checkStore(partial), ...checkNames(partial), ...checkPlaces(partial, options.drivers?.map(({ driver }) => driver) ?? null));
  found.push(...checkDevices(partial, options.drivers ?? null));
  const { named } = csv.products;
  const pictures = readPictures(partial, folder, found);
  found.push(...checkDisplays(partial, named && new Set(named.map(({ sku }) => sku))));
  if (named) found.push(...checkPlanogram(partial, new Set(named.map((product) => product.sku))));
  const names = offerNames(partial, partial.loyalty.tiers, named);
  found.push(
    ...checkOffers(partial.offers, names),
    ...checkRules(partial.rules, names),
    ...checkActuators(partial, names),
    ...checkLoyalty(partial.loyalty),
    ...checkOutputs(partial),
    ...checkReports(partial),
    ...checkStaff(raw),
  );
  problems.unshift(...found.map(place).sort(byPlace));
  if (!parsed.success || problems.length > 0) throw invalidConfig(problems);
  return {
    config: deepFreeze(parsed.data),
    settings: driverSettings(parsed.data.devices, options.drivers ?? null),
    origins: originsOf(parsed.data, source, overrides, file),
    overrides,
    file,
    folder,
    products: deepFreeze(csv.products.rows),
    inventory: deepFreeze(csv.inventory),
    members: deepFreeze(csv.members),
    pictures,
  };
}

function readStoreFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GatewayError('CONFIG_MISSING', `${file} cannot be read: ${reason(error)}`, { file }, error);
  }
}

const reason = (error: unknown): string => {
  const code = (error as { code?: string }).code;
  return code === 'ENOENT' ? 'no such file' : code === 'EACCES' ? 'no permission' : code === 'EISDIR' ? 'it is a folder' : String(code);
};

interface ShopFiles {
  readonly products: Products;
  readonly inventory: readonly InventoryRow[];
  readonly members: readonly MemberRow[];
}

function readShopFiles(
  raw: Readonly<Record<string, unknown>>,
  partial: PartialConfig,
  from: { readonly folder: string; readonly file: string | null },
  found: Finding[],
  problems: ConfigProblem[],
): ShopFiles {
  const open = (path: Path, name: unknown): ShopFile[] => {
    if (typeof name !== 'string') return [];
    try {
      return [{ name: from.file === null ? name : join(dirname(from.file), name), text: readFileSync(resolve(from.folder, name), 'utf8') }];
    } catch (error) {
      found.push({ path, message: `the file cannot be read: ${reason(error)}`, got: name });
      return [];
    }
  };
  const listed = Array.isArray(raw.products);
  const names: readonly unknown[] = Array.isArray(raw.products) ? raw.products : [raw.products];
  const files = names.flatMap((name, index) => open(listed ? ['products', index] : ['products'], name));
  const inventory = open(['inventory'], raw.inventory);
  const members = open(['loyalty', 'members'], at(raw, ['loyalty', 'members']));
  return {
    products: readProducts(files, partial.store.locale, problems),
    inventory: inventory.flatMap((each) => readInventory(each, placesOf(partial), problems)),
    members: members.flatMap((each) => readMembers(each, partial.loyalty.tiers, problems)),
  };
}

/** The section that a stock count means: itself, or the first one of a shelf. A section's name goes before a shelf's. */
function placesOf({ shelves, ids }: PartialConfig): Map<string, string> {
  const places = new Map<string, string>();
  for (const { value } of shelves) if (value.sections[0]) places.set(value.id, value.sections[0].id);
  for (const section of ids.sections) places.set(section, section);
  return places;
}

function checkStaff(raw: unknown): Finding[] {
  const tags = at(raw, ['staff', 'tags']);
  return (Array.isArray(tags) ? tags : []).flatMap((tag, index): Finding[] => {
    const message = typeof tag === 'string' ? epcProblem(tag.toUpperCase()) : null;
    return message ? [{ path: ['staff', 'tags', index], message, got: tag }] : [];
  });
}

/** Gives a finding its place: the flag or variable that set the value, else file, line and column. */
function placer(source: YamlSource, overrides: readonly Override[], file: string | null): (finding: Finding) => ConfigProblem {
  return (finding) => {
    const problem = { path: dotted(finding.path), message: finding.message, got: show(finding.got) };
    const by = overrideAt(overrides, finding.path);
    if (by) return { source: by.origin === 'flag' ? `--set ${dotted(by.path)}` : by.origin, line: null, column: null, ...problem };
    if (file === null) return { source: 'defaults', line: null, column: null, ...problem };
    const { line, column } = source.locate(finding.path, finding.onKey, finding.offset);
    return { source: file, line, column, ...problem };
  };
}

const overrideAt = (overrides: readonly Override[], path: Path): Override | undefined =>
  overrides.findLast((override) => override.path.every((step, index) => String(step) === String(path[index])));

const byPlace = (a: ConfigProblem, b: ConfigProblem): number => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

function originsOf(config: unknown, source: YamlSource, overrides: readonly Override[], file: string | null): ReadonlyMap<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const path of leaves(config)) {
    const by = overrideAt(overrides, path);
    const { exact, line } = source.locate(path);
    origins.set(dotted(path), by?.origin ?? (exact && file !== null ? `${file}:${line}` : 'default'));
  }
  return origins;
}

function* leaves(value: unknown, path: Path = []): Generator<Path> {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (inner.length === 0) yield path;
  for (const [key, part] of inner) yield* leaves(part, [...path, key]);
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (place, step) => (typeof place === 'object' && place !== null ? (place as Record<string | number, unknown>)[step] : undefined),
    value,
  );

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
