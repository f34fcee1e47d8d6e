import type { LiveMessage, NowView } from '../../../gateway/http/contract.ts';
import type { Answer } from './api.ts';

/** `live`: the stream delivers. `polling`: the stream is down, but asking works. `stale`: neither; what is shown is old. */
export type LinkState = 'connecting' | 'live' | 'polling' | 'stale';
export type LiveEvent = Extract<LiveMessage, { type: 'event' }>;

export interface LiveFeedOptions {
  /**
   * Opens the stream, to begin after the event `after` (null: with what is new from now on); returns what closes it. `failed` may be
   * called at any time, also after messages.
   */
  readonly openStream: (on: { readonly message: (data: string) => void; readonly failed: () => void }, after: number | null) => () => void;
  readonly fetchNow: () => Promise<Answer<NowView>>;
  readonly onNow: (now: NowView) => void;
  readonly onEvent: (event: LiveEvent) => void;
  readonly onLink: (link: LinkState) => void;
  readonly onLoggedOut: () => void;
  /** Runs once after so many ms; returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
  readonly random: () => number;
}

/** Longest silence of a stream before it is taken for dead (a proxy may keep a dead connection open for ever). */
const SILENCE_MS = 30_000;
const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;

/**
 * Keeps the page's picture of the shop fresh: the stream when there is one, one question per retry while there is none.
 * A stream that comes back goes on after the last event that was seen. Waits between retries grow to 15 s, with jitter, so that many pages do not return at once. Answer 401 ends it.
 */
export function createLiveFeed(options: LiveFeedOptions): { start(): void; stop(): void } {
  let isStopped = true;
  let attempt = 0;
  let newestAt = 0;
  let newestEvent: number | null = null;
  let closeStream = () => {};
  let cancelWatch = () => {};
  let cancelRetry = () => {};

  const take = (now: NowView) => {
    if (now.at < newestAt) return;
    newestAt = now.at;
    options.onNow(now);
  };

  const stop = () => {
    isStopped = true;
    closeStream();
    cancelWatch();
    cancelRetry();
  };

  const watch = () => {
    cancelWatch();
    cancelWatch = options.after(SILENCE_MS, fail);
  };

  const receive = (data: string) => {
    if (isStopped) return;
    watch();
    attempt = 0;
    options.onLink('live');
    const message = JSON.parse(data) as LiveMessage;
    if (message.type === 'now') take(message.now);
    else {
      newestEvent = Math.max(newestEvent ?? 0, message.id);
      options.onEvent(message);
    }
  };

  const ask = async () => {
    const asked = attempt;
    const answer = await options.fetchNow();
    // A stream that came back meanwhile (attempt 0) knows better than this answer.
    if (isStopped || attempt !== asked) return;
    if (answer.ok) {
      take(answer.value);
      options.onLink('polling');
    } else if (answer.status === 401) {
      stop();
      options.onLoggedOut();
    } else options.onLink('stale');
  };

  function connect() {
    watch();
    closeStream = options.openStream({ message: receive, failed: fail }, newestEvent);
  }

  function fail() {
    if (isStopped) return;
    closeStream();
    cancelWatch();
    cancelRetry();
    const wait = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 15_000;
    attempt += 1;
    void ask();
    cancelRetry = options.after(wait * (0.75 + options.random() / 2), connect);
  }

  return {
    start() {
      if (!isStopped) return;
      isStopped = false;
      attempt = 0;
      options.onLink('connecting');
      connect();
    },
    stop,
  };
}
