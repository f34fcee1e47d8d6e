import type { Fact } from './events.ts';
import type { Input } from './readings.ts';

/** Says that something happened. Facts reach later capabilities in the order in which they were said. */
export type Emit = (fact: Fact) => void;

type Handlers = { readonly [K in Input['kind']]?: (input: Extract<Input, { kind: K }>) => void };

/**
 * One part of the shop's state machine. Within a step a capability first hears the facts that earlier capabilities said,
 * then the input itself; what it says goes to the later ones only, so there are no circles.
 */
export interface Capability {
  readonly on: Handlers;
  /** Adds what this capability knows to a fact of an earlier one, before anybody later sees it. */
  readonly enrich?: (fact: Fact) => Fact;
  readonly heard?: (fact: Fact) => void;
  /** The state as JSON data; it may share structure with the live state, so it is written out before the next step. */
  readonly save: () => unknown;
  readonly sizes?: () => Readonly<Record<string, number>>;
}
