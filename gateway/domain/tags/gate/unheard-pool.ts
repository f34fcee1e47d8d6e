import type { Epc, SectionId } from '../../ids.ts';
import { clip } from '../../statistics.ts';
import type { Tag } from '../tag.ts';

/** After this time an item that left unheard is believed to have left for good, ms. */
const PROVEN_MS = 10 * 60_000;
/** So many right ones for each wrong one are expected before the shop has shown it, and how far it may teach otherwise, nats. */
const START_RIGHT = 9;
const LEAST_USUAL = -4;
const MOST_USUAL = 0.5;
const HALVE_AT = 500;

/** An item that left unheard: from which section, heard last, and gone at. */
export interface LeftUnheard {
  readonly section: SectionId | null;
  readonly lastRead: number;
  /** It was heard last at a gate. */
  readonly atGate: boolean;
  /** The `out` with which it went; 0 while that is open. */
  readonly at: number;
}

interface Left extends LeftUnheard {
  readonly said: number;
}

interface Saved {
  readonly doubted: readonly Epc[];
  readonly left: readonly (readonly [Epc, Left])[];
  readonly right: number;
  readonly wrong: number;
  readonly outageAt: number;
}

/** Which items may have left unheard, and how often such a guess proved right in this shop. */
export interface UnheardPool {
  /** Its own shelf has not heard the item for longer than chance explains. */
  doubt(tag: Tag): void;
  all(tags: ReadonlyMap<Epc, Tag>, away: Iterable<Tag>): readonly Tag[];
  /** An item is said to have left unheard. */
  left(epc: Epc, what: LeftUnheard, now: number): void;
  /** What left so within the last minutes. */
  lately(): readonly LeftUnheard[];
  /** What the shop's own guesses turned out to be worth, nats. */
  usual(): number;
  /** When a reader was out last: until then nobody could have heard. */
  outageAt(): number;
  /** Learns from what became of earlier guesses. */
  look(tags: ReadonlyMap<Epc, Tag>, isAnyOut: boolean, now: number): void;
  save(): unknown;
}

export const createUnheardPool = (saved?: unknown): UnheardPool => {
  const before = saved as Saved | undefined; // Written by save() below.
  const doubted = new Set<Epc>(before?.doubted);
  const left = new Map<Epc, Left>(before?.left);
  let { right, wrong, outageAt } = before ?? { right: 0, wrong: 0, outageAt: 0 };

  const learn = (epc: Epc, isRight: boolean) => {
    left.delete(epc);
    if (isRight) right++;
    else wrong++;
    if (right + wrong <= HALVE_AT) return;
    right /= 2;
    wrong /= 2;
  };

  return {
    doubt: (tag) => {
      doubted.add(tag.epc);
    },
    all: (tags, away) => {
      const found = new Set(away);
      for (const epc of doubted) {
        const tag = tags.get(epc);
        if (tag === undefined || tag.trip === null) doubted.delete(epc);
        else found.add(tag);
      }
      return [...found].sort((a, b) => a.serial - b.serial);
    },
    left: (epc, what, said) => {
      doubted.delete(epc);
      left.set(epc, { ...what, said });
    },
    lately: () => [...left.values()],
    usual: () => clip(Math.log((right + START_RIGHT) / (START_RIGHT * (wrong + 1))), LEAST_USUAL, MOST_USUAL),
    outageAt: () => outageAt,
    look: (tags, isAnyOut, now) => {
      if (isAnyOut) outageAt = now;
      for (const [epc, { said }] of left) {
        if (tags.get(epc)?.state !== 'exited') learn(epc, false);
        else if (now - said >= PROVEN_MS) learn(epc, true);
      }
    },
    save: (): Saved => ({ doubted: [...doubted], left: [...left], right, wrong, outageAt }),
  };
};
