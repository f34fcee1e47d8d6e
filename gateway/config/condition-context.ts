import { Environment } from '@marcbachmann/cel-js';
import type { RuleContext } from '../domain/actuators/rule.ts';
import type { OfferContext } from '../domain/offers/offer.ts';

type Facts = Record<string, unknown>;

/** Fields of each part of the context, with their CEL types. */
const FIELDS = {
  visit: { id: 'string', party: 'int', seconds: 'int', zone: 'string', items: 'list<string>', compared: 'list<string>' },
  item: { sku: 'string', gtin: 'string', category: 'string', priceMinor: 'int' },
  shelf: { id: 'string', section: 'string', sku: 'string', onShelf: 'int', facings: 'int' },
  visitor: {
    known: 'bool',
    tier: 'string',
    visits: 'int',
    daysSinceVisit: 'int',
    receipts: 'int',
    points: 'int',
    balanceMinor: 'int',
    stage: 'string',
    dayPart: 'string',
    bought: 'list<string>',
    boughtThisDayPart: 'list<string>',
    categories: 'list<string>',
    consents: 'list<string>',
  },
  store: { id: 'string', occupancy: 'int' },
  climate: { temperatureC: 'double', humidityPct: 'double', illuminanceLux: 'double', doorOpen: 'bool' },
  now: { hour: 'int', minute: 'int', weekday: 'int', dayPart: 'string', date: 'string' },
  alert: { type: 'string', severity: 'string', zone: 'string', device: 'string', confidence: 'double' },
  sale: { totalMinor: 'int', lines: 'int' },
  button: { name: 'string', zone: 'string', device: 'string' },
} as const satisfies { [Part in Exclude<keyof RuleContext, 'recommend'>]: Record<keyof NonNullable<RuleContext[Part]>, string> };

type Part = keyof typeof FIELDS;

/** Who asks: an offer, a rule of actuators, or what an actuator must never do. */
export type Asker = 'offer' | 'rule' | 'interlock';

const OFFER_PARTS: readonly Part[] = ['visit', 'item', 'shelf', 'visitor', 'store', 'climate', 'now'];
const PARTS: Readonly<Record<Asker, readonly Part[]>> = {
  offer: OFFER_PARTS,
  rule: [...OFFER_PARTS, 'alert', 'sale', 'button'],
  interlock: ['store', 'climate', 'now'],
};

/** One part as CEL sees it: a type of its own, so that a misspelt field is found when the offer is saved. */
class Known {
  constructor(facts: Facts) {
    Object.assign(this, facts);
  }
}
const CLASSES: Readonly<Record<Part | 'recommend', typeof Known>> = {
  visit: class Visit extends Known {},
  item: class Item extends Known {},
  shelf: class Shelf extends Known {},
  visitor: class Visitor extends Known {},
  store: class Store extends Known {},
  climate: class Climate extends Known {},
  now: class Now extends Known {},
  alert: class Alert extends Known {},
  sale: class Sale extends Known {},
  button: class Button extends Known {},
  recommend: class Recommend extends Known {},
};

const nameOf = (part: Part | 'recommend'): string => CLASSES[part].name;

/** What the shop's own sales recommend; '' for nothing. */
function registerRecommendations(environment: Environment): void {
  type From = OfferContext['recommend'];
  const { recommend } = CLASSES;
  environment.registerType(recommend.name, { ctor: recommend, fields: {} });
  environment.registerVariable('recommend', recommend.name);
  const on = (signature: string, handler: (from: From, ...asked: never[]) => unknown): void =>
    void environment.registerFunction(`${recommend.name}.${signature}`, (from: { readonly asked: From }, ...asked: never[]) =>
      handler(from.asked, ...asked),
    );
  type Item = { readonly sku: string };
  on('boughtTogether(Item): string', (from, item: Item) => from.boughtTogether(item.sku));
  on('boughtTogether(string): string', (from, sku: string) => from.boughtTogether(sku));
  on('nextItem(Visit): string', (from, visit: { readonly items: readonly string[] }) => from.nextItem(visit.items));
  on('popular(string): string', (from, zone: string) => from.popular(zone));
  on('usual(Visitor): string', (from) => from.usual());
  on('boughtBefore(Visitor, Item): bool', (from, _visitor, item: Item) => from.boughtBefore(item.sku));
  on('boughtBefore(Visitor, string): bool', (from, _visitor, sku: string) => from.boughtBefore(sku));
  on('confidence(string, string): double', (from, a: string, b: string) => from.confidence(a, b));
  on('lift(string, string): double', (from, a: string, b: string) => from.lift(a, b));
}

function environmentOf(asker: Asker): Environment {
  const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 32 } });
  for (const part of PARTS[asker]) {
    environment.registerType(nameOf(part), { ctor: CLASSES[part], fields: FIELDS[part] });
    environment.registerVariable(part, nameOf(part));
  }
  if (asker !== 'interlock') registerRecommendations(environment);
  return environment;
}

const made = new Map<Asker, Environment>();

/** The CEL environment of an asker; made once. */
export function conditionEnvironment(asker: Asker): Environment {
  const known = made.get(asker) ?? environmentOf(asker);
  made.set(asker, known);
  return known;
}

/** The parts that an asker can speak of, `recommend` aside. */
export const partsOf = (asker: Asker): readonly string[] => PARTS[asker];

/** What stands in for a part that the event does not have: conditions on it are false, not errors. */
const NOTHING: Readonly<Partial<Record<Part, Facts>>> = {
  item: { sku: '', gtin: '', category: '', priceMinor: 0 },
  shelf: { id: '', section: '', sku: '', onShelf: 0, facings: 0 },
  alert: { type: '', severity: '', zone: '', device: '', confidence: 0 },
  sale: { totalMinor: 0, lines: 0 },
  button: { name: '', zone: '', device: '' },
};

/** CEL's integers are bigint. */
function toCel(part: Part, context: Partial<RuleContext>): Known {
  const facts: Facts = { ...(context[part] ?? NOTHING[part]) };
  for (const [field, type] of Object.entries(FIELDS[part])) {
    if (type === 'int') facts[field] = BigInt(Math.round(facts[field] as number));
  }
  return new CLASSES[part](facts);
}

/** One context is asked by hundreds of conditions: each part of it is put into CEL's form once, when somebody asks for it. */
const asked = new WeakMap<object, Record<string, unknown>>();

export function celContext(context: Partial<RuleContext>): Record<string, unknown> {
  const known = asked.get(context);
  if (known !== undefined) return known;
  const lazy: Record<string, unknown> = {};
  const define = (name: string, make: () => unknown) => {
    Object.defineProperty(lazy, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = make();
        Object.defineProperty(lazy, name, { value, enumerable: true });
        return value;
      },
    });
  };
  for (const part of PARTS.rule) define(part, () => toCel(part, context));
  define('recommend', () => new CLASSES.recommend({ asked: context.recommend }));
  asked.set(context, lazy);
  return lazy;
}
