import { STAGES } from '../domain/loyalty/lifecycle.ts';
import { type Condition, type ConditionMistake, compileCondition, mistakeAt } from './condition.ts';
import type { Asker } from './condition-context.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './problem.ts';
import type { DeviceConfig } from './schema.ts';
import type { Finding } from './schema-problems.ts';

/** Names that offers and rules may speak of. */
export interface OfferNames {
  readonly zones: ReadonlySet<string>;
  readonly shelves: ReadonlySet<string>;
  readonly sections: ReadonlySet<string>;
  readonly devices: ReadonlySet<string>;
  /** Displays with the zones they stand in. */
  readonly displays: ReadonlyMap<string, string>;
  readonly actuators: ReadonlyMap<string, NonNullable<DeviceConfig['actuator']>>;
  readonly dayParts: readonly string[];
  readonly tiers: readonly string[];
  /** Null when the shop gave no products: then any SKU and category goes. */
  readonly products: readonly { readonly sku: string; readonly category: string }[] | null;
}

export interface CheckedCondition {
  readonly findings: readonly Finding[];
  /** Null when it does not compile. */
  readonly condition: Condition | null;
}

/** A condition compiles, and compares with names that exist: `visit.zone == "tee"` would never hold. */
export function checkCondition(expression: string, path: Path, names: OfferNames, asker: Asker): CheckedCondition {
  const compiled = compileCondition(expression, asker);
  if (!compiled.ok) return { findings: [told(path, compiled)], condition: null };
  const known = knownTexts(names);
  const findings = compiled.condition.compared.flatMap(({ field, text, start }): Finding[] => {
    const texts = new Set(known[field] ?? [text]);
    if (texts.has(text)) return [];
    return [told(path, mistakeAt(expression, `${field} is never ${JSON.stringify(text)}${didYouMean(text, texts)}`, start))];
  });
  return { findings, condition: compiled.condition };
}

const told = (path: Path, { message, excerpt, column }: ConditionMistake): Finding => ({
  path,
  message: `${message}\n${indent(excerpt)}`,
  offset: column,
});

const indent = (excerpt: string): string =>
  excerpt
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

/** The texts that a field can have; a field that is not here can have any. */
function knownTexts({
  zones,
  shelves,
  sections,
  tiers,
  dayParts,
  products,
}: OfferNames): Readonly<Record<string, Iterable<string> | null>> {
  const skus = products && ['', ...products.map((product) => product.sku)];
  return {
    'visit.zone': zones,
    'alert.zone': zones,
    'button.zone': zones,
    'shelf.id': shelves,
    'shelf.section': sections,
    'visitor.tier': ['', ...tiers],
    'visitor.stage': ['', ...STAGES],
    'visitor.dayPart': ['', ...dayParts],
    'now.dayPart': ['', ...dayParts],
    'item.sku': skus,
    'shelf.sku': skus,
    'item.category': products && ['', ...products.map((product) => product.category)],
  };
}
