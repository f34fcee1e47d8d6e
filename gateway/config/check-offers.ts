import { type Condition, compileCondition } from './condition.ts';
import { didYouMean } from './did-you-mean.ts';
import { PLACEHOLDERS, placeholdersOf } from './offer-content.ts';
import type { PartialConfig } from './partial-config.ts';
import type { Path } from './problem.ts';
import type { Finding } from './schema-problems.ts';

/** What the offers may speak of besides the places in store.yaml. */
export interface OfferNames {
  readonly tiers: readonly string[];
  /** Null when the shop gave no products: then any SKU and category goes. */
  readonly products: readonly { readonly sku: string; readonly category: string }[] | null;
}

/** Conditions compile and name things that exist; displays can show; what is personal says so; texts have known placeholders. */
export function checkOffers(config: PartialConfig, names: OfferNames): Finding[] {
  const found: Finding[] = [];
  const displays = new Set(config.devices.filter(({ value }) => value.display).map(({ value }) => value.id));
  const ids = new Set<string>();
  for (const { index, value: offer } of config.offers) {
    const path = ['offers', index];
    if (ids.has(offer.id)) found.push({ path: [...path, 'id'], message: 'another offer has that name', got: offer.id });
    ids.add(offer.id);
    if (offer.display !== 'nearest' && !displays.has(offer.display)) {
      const reason = config.ids.devices.has(offer.display) ? 'that device has no "display:" part' : 'no display of that name';
      found.push({
        path: [...path, 'display'],
        message: `${reason}${didYouMean(offer.display, ['nearest', ...displays])}`,
        got: offer.display,
      });
    }
    const compiled = compileCondition(offer.when);
    if (!compiled.ok) {
      found.push({ path: [...path, 'when'], message: `${compiled.message}\n${indent(compiled.excerpt)}` });
    } else {
      found.push(...checkCompared([...path, 'when'], compiled.condition, config, names));
      if (compiled.condition.parts.has('visitor') && !offer.personal) {
        found.push({ path: [...path, 'when'], message: 'asks for the visitor, so the offer must say "personal: true" and needs consent' });
      }
    }
    found.push(...checkTexts([...path, 'show'], offer.show));
  }
  return found;
}

const indent = (excerpt: string): string =>
  excerpt
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

/** `visit.zone == "tee"` compiles but would never hold: ids in comparisons must exist. */
function checkCompared(path: Path, condition: Condition, config: PartialConfig, { tiers, products }: OfferNames): Finding[] {
  const known: Readonly<Record<string, Iterable<string> | null>> = {
    'visit.zone': config.ids.zones,
    'shelf.id': config.ids.shelves,
    'shelf.section': config.ids.sections,
    'visitor.tier': ['', ...tiers],
    'now.dayPart': ['', ...Object.keys(config.store.dayParts)],
    'item.sku': products && ['', ...products.map((product) => product.sku)],
    'shelf.sku': products && ['', ...products.map((product) => product.sku)],
    'item.category': products && ['', ...products.map((product) => product.category)],
  };
  return condition.compared.flatMap(({ field, text }): Finding[] => {
    const names = new Set(known[field] ?? [text]);
    return names.has(text) ? [] : [{ path, message: `${field} is never that${didYouMean(text, names)}`, got: text }];
  });
}

function checkTexts(path: Path, show: Readonly<Record<string, { readonly title: string; readonly body: string }>>): Finding[] {
  const languages = Object.keys(show);
  if (languages.length === 0) return [{ path, message: 'needs at least one language' }];
  return Object.entries(show).flatMap(([language, content]) =>
    (['title', 'body'] as const).flatMap((part) =>
      placeholdersOf(content[part])
        .filter((name) => !PLACEHOLDERS.includes(name))
        .map((name) => ({
          path: [...path, language, part],
          message: `unknown placeholder {${name}}${didYouMean(name, PLACEHOLDERS)}`,
          got: content[part],
        })),
    ),
  );
}
