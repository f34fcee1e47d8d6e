import type { DomainEvent } from '../domain/events.ts';
import type { LiveMessage, NowView } from './contract.ts';
import { toLiveMessage } from './live-text.ts';

export interface LiveHubOptions {
  readonly now: () => Promise<NowView>;
  /** Epoch ms. */
  readonly clock: () => number;
  /** Runs once after so many ms; returns what cancels it. Tests hand in their own. */
  readonly after?: (ms: number, run: () => void) => () => void;
  /** Told when a picture could not be made; the next change tries again. */
  readonly onFailure?: (error: unknown) => void;
}

/** Where the ledger's news meets the pages that are open. */
export interface LiveHub {
  /** After a commit: tells open pages what happened and lets a new picture follow. Never throws. */
  publishEvents(events: readonly DomainEvent[]): void;
  /** Something that no event tells has changed (traffic, an acknowledged alert): a new picture follows. */
  changed(): void;
  /** Returns the function that stops listening. */
  subscribe(listener: (message: LiveMessage) => void): () => void;
  /** Messages newer than this event id, oldest first, as far as they are still in memory. */
  recent(after: number): readonly LiveMessage[];
  start(): void;
  stop(): void;
}

const PICTURE_EVERY_MS = 1_000;
/** A quiet shop still says that it is alive: pages take a feed without messages for dead. */
const QUIET_PICTURE_MS = 10_000;
const REMEMBERED = 256;
/** More in one commit (a replay, a stock delivery) would only flood the pages; the next picture holds their sum. */
const MOST_PER_COMMIT = 100;

type EventMessage = Extract<LiveMessage, { readonly type: 'event' }>;

const afterMs = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** A listener that throws is its own problem: the others and the commit go on. */
function tell(listeners: ReadonlySet<(message: LiveMessage) => void>, message: LiveMessage, failed: (error: unknown) => void): void {
  for (const listener of [...listeners]) {
    try {
      listener(message);
    } catch (error) {
      failed(error);
    }
  }
}

/**
 * Shelf news is only a change of state: a count that goes from 7 to 6 is in the picture. At most one entry per place of the
 * planogram.
 */
function createShelfSieve(): (event: DomainEvent) => boolean {
  const states = new Map<string, string>();
  return (event) => {
    if (event.type !== 'shelf.changed') return true;
    const key = `${event.section} ${event.sku}`;
    const known = states.get(key);
    states.set(key, event.state);
    return known === undefined ? event.state !== 'ok' : known !== event.state;
  };
}

/** The pictures: at least a second apart, only while someone looks, and one at a time. */
function createPicturePush(options: LiveHubOptions, isWatched: () => boolean, push: (now: NowView) => void) {
  const after = options.after ?? afterMs;
  const failed = options.onFailure ?? (() => {});
  let isRunning = false;
  let isDirty = false;
  let isBuilding = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let changedAt = Number.NEGATIVE_INFINITY;
  let cancel = (): void => {};

  const schedule = (): void => {
    cancel();
    if (!isRunning || isBuilding || !isWatched()) return;
    const wait = (isDirty ? PICTURE_EVERY_MS : QUIET_PICTURE_MS) - (options.clock() - lastAt);
    cancel = after(Math.min(QUIET_PICTURE_MS, Math.max(0, wait)), () => void run());
  };

  const run = async (): Promise<void> => {
    isBuilding = true;
    isDirty = false;
    lastAt = options.clock();
    try {
      const picture = await options.now();
      push(picture);
      // It may have been made for someone else just before the change: then another one must follow.
      if (picture.at <= changedAt) isDirty = true;
    } catch (error) {
      failed(error);
    } finally {
      isBuilding = false;
      schedule();
    }
  };

  return {
    changed: (): void => {
      changedAt = options.clock();
      if (isDirty) return;
      isDirty = true;
      schedule();
    },
    watched: schedule,
    start: (): void => {
      isRunning = true;
      schedule();
    },
    stop: (): void => {
      isRunning = false;
      cancel();
    },
  };
}

/** Builds the hub; it pushes pictures between `start()` and `stop()`, both safe to call twice. */
export function createLiveHub(options: LiveHubOptions): LiveHub {
  const listeners = new Set<(message: LiveMessage) => void>();
  const failed = options.onFailure ?? (() => {});
  const isNews = createShelfSieve();
  let remembered: EventMessage[] = [];
  const pictures = createPicturePush(
    options,
    () => listeners.size > 0,
    (now) => tell(listeners, { type: 'now', now }, failed),
  );

  return {
    publishEvents: (events) => {
      if (events.length === 0) return;
      const messages: EventMessage[] = [];
      for (const event of events) {
        const message = isNews(event) ? toLiveMessage(event) : null;
        if (message) messages.push(message);
      }
      const kept = messages.slice(-MOST_PER_COMMIT);
      remembered = [...remembered, ...kept].slice(-REMEMBERED);
      for (const message of kept) tell(listeners, message, failed);
      pictures.changed();
    },
    changed: pictures.changed,
    subscribe: (listener) => {
      // A wrapper of its own: the same function subscribed twice is two subscriptions.
      const own = (message: LiveMessage): void => listener(message);
      listeners.add(own);
      pictures.watched();
      return () => void listeners.delete(own);
    },
    recent: (after) => remembered.filter((message) => message.id > after),
    start: pictures.start,
    stop: pictures.stop,
  };
}
