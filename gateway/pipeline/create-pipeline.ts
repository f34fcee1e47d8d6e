import type { Outgoing } from '../../devices/kit/command.ts';
import type { DomainEvent } from '../domain/events.ts';
import type { Purpose } from '../domain/loyalty/settings.ts';
import { instant } from '../domain/units.ts';
import { GatewayError } from '../errors.ts';
import { createAsks } from './asks.ts';
import { createEngine, type Engine, type EngineOptions, type EngineState } from './engine.ts';
import type { Frame, IncomingFrame, Intake } from './frame.ts';
import type { Journal } from './journal-port.ts';
import type { FrameCount, Ledger, OutboxRow, Position } from './ledger-port.ts';
import { strangeTopic } from './printable-sample.ts';
import { createTally } from './tally.ts';

/** Rises when the form of `EngineState` changes; an older checkpoint is then not restored but replayed. */
const STATE_VERSION = 1;
/** Events wait at most this long for company before they are committed, ms. */
const COMMIT_EVERY_MS = 10;
/** One go of work on the queue, ms: other parts of the process get their turn in between. */
const SLICE_MS = 8;
/** Times further off than this are looked for again, ms. */
const SECOND_MS = 1_000;
/** Frames on disk but not applied, and their bytes; beyond either senders wait for their acknowledgement. */
const LARGEST_BACKLOG = 5_000;
const LARGEST_BACKLOG_BYTES = 4 * 1024 * 1024;

export interface PipelineOptions extends Pick<EngineOptions, 'resolve' | 'createStore' | 'pseudonym' | 'onRead'> {
  readonly journal: Journal;
  readonly ledger: Ledger;
  /** The same clock that the journal stamps frames with. */
  readonly clock: () => number;
  /** What an event sends outside. Pure. */
  readonly project: (event: DomainEvent) => readonly OutboxRow[];
  /** Called after each commit, with what is now certain. */
  readonly onCommitted: (events: readonly DomainEvent[]) => void;
  /** Called when a driver asks something of its device, never for what is applied again after a restart. */
  readonly onAsk: (device: string, outgoing: Outgoing) => void;
  /** Called with each commit: what became of frames since the last one. */
  readonly onCounts: (counts: readonly FrameCount[]) => void;
  /** An error that leaves the state unsure (the ledger refused a commit): the process has to stop in order. */
  readonly onBroken: (error: unknown) => void;
  readonly checkpointEveryMs?: number;
  readonly log: (message: string, facts: Record<string, unknown>) => void;
}

/**
 * The way of a reading after it is durable: applied in journal order, its effects committed together with the journal
 * position they came from. After a crash `start()` loads the newest checkpoint and applies the journal again; what the
 * ledger already holds is recognised by position and not written twice.
 */
export function createPipeline(options: PipelineOptions) {
  const { journal, ledger, clock, project, log } = options;
  const tally = createTally();
  let queue: Frame[] = [];
  let head = 0;
  let backlogBytes = 0;
  let events: DomainEvent[] = [];
  let outbox: OutboxRow[] = [];
  let idOffset = 0;
  let suppressed = true;
  /** Recovery is over: who speaks now can be answered. */
  let isLive = false;
  const asks = createAsks(options.onAsk);
  let engine: Engine | null = null;
  let appending = 0;
  let lastQueued = 0;
  let isBroken = false;
  let lastCommit = 0;
  let commitTimer: NodeJS.Timeout | null = null;
  let drainScheduled = false;
  let lastCheckpoint = 0;
  let ticker: NodeJS.Timeout | null = null;
  let dueTimer: NodeJS.Timeout | null = null;
  let waitingForRoom: (() => void)[] = [];

  function emit(event: DomainEvent): void {
    if (suppressed) return;
    const placed = idOffset === 0 ? event : { ...event, id: event.id + idOffset };
    events.push(placed);
    for (const row of project(placed)) if (isLive || row.isLiveOnly !== true) outbox.push(row);
  }

  const running = (): Engine => {
    if (!engine) throw new Error('the pipeline is not started');
    return engine;
  };

  function commit(): void {
    if (commitTimer) clearTimeout(commitTimer);
    commitTimer = null;
    if (isBroken) return;
    lastCommit = performance.now();
    const { counts, traffic, quarantine } = tally.take();
    const committed = events;
    const rows = outbox;
    events = [];
    outbox = [];
    try {
      ledger.commit({ position: running().position(), events: committed, outbox: rows, counts, traffic, quarantine });
    } catch (error) {
      // What was taken is lost to this process but not to the next: it comes again from the journal. From here on nothing may
      // be applied, committed or saved, or the ledger would have a hole.
      isBroken = true;
      letIn();
      options.onBroken(error);
      return;
    }
    options.onCounts(counts);
    if (committed.length > 0) options.onCommitted(committed);
  }

  function commitSoon(): void {
    if (events.length === 0 && outbox.length === 0 && !tally.hasSamples()) return;
    const wait = COMMIT_EVERY_MS - (performance.now() - lastCommit);
    if (wait <= 0) commit();
    else commitTimer ??= setTimeout(commit, wait);
  }

  function drain(): void {
    drainScheduled = false;
    if (isBroken) return;
    const until = performance.now() + SLICE_MS;
    while (head < queue.length) {
      const frame = queue[head++];
      if (frame) {
        backlogBytes -= frame.bytes.length;
        running().apply(frame);
      }
      if ((head & 31) === 0 && performance.now() > until) break;
    }
    if (head === queue.length) {
      queue = [];
      head = 0;
    } else scheduleDrain();
    commitSoon();
    watchDue();
    if (!isFull()) letIn();
  }

  function letIn(): void {
    const resume = waitingForRoom;
    waitingForRoom = [];
    for (const go of resume) go();
  }

  const isFull = (): boolean => queue.length - head > LARGEST_BACKLOG || backlogBytes > LARGEST_BACKLOG_BYTES;

  function scheduleDrain(): void {
    if (drainScheduled) return;
    drainScheduled = true;
    setImmediate(drain);
  }

  /** With nothing under way, time alone moves the domain; otherwise the frames' own times do. */
  function onSecond(): void {
    if (isBroken) return;
    // Before the first frame of all there is no time: a replay, which sees frames only, must begin where we did.
    if (appending === 0 && head === queue.length && running().position().seq > 0) running().advanceTo(instant(clock()));
    if (!tally.isEmpty() || events.length > 0) commit();
    watchDue();
    if (clock() - lastCheckpoint >= (options.checkpointEveryMs ?? 300_000)) checkpoint();
  }

  /** The domain may ask for a time before the next second: a lock that opens for half of one. */
  function watchDue(): void {
    if (dueTimer) clearTimeout(dueTimer);
    dueTimer = null;
    const wait = ticker ? running().due() - clock() : Number.POSITIVE_INFINITY;
    if (wait < SECOND_MS) dueTimer = setTimeout(onDue, Math.max(1, wait));
  }

  function onDue(): void {
    dueTimer = null;
    if (isBroken) return;
    // Frames that are under way bring their own time.
    if (appending === 0 && head === queue.length) running().advanceTo(instant(clock()));
    commitSoon();
    watchDue();
  }

  function checkpoint(): void {
    if (isBroken) return;
    lastCheckpoint = clock();
    const { position, state } = { position: running().position(), state: running().state() };
    ledger.saveCheckpoint(position, { version: STATE_VERSION, state });
    journal.keepAfter(position.seq);
  }

  async function recover(): Promise<void> {
    const done = ledger.position();
    const saved = ledger.loadCheckpoint(STATE_VERSION);
    const whole = saved !== null || journal.firstSeq <= 1;
    engine = createEngine(
      { ...options, tally, emit, onAsk: (...ask) => void (isLive && asks(...ask)) },
      saved?.snapshot.state as EngineState | undefined,
      saved?.position,
    );
    if (!whole) log('no checkpoint fits: the state is rebuilt from what the journal still holds', { from: journal.firstSeq });
    let applied = 0;
    let before = Math.max(done.seq, saved?.position.seq ?? 0);
    let damaged = 0;
    for await (const batch of journal.read(saved?.position.seq ?? 0)) {
      for (const frame of batch) {
        if (suppressed && frame.seq > done.seq) reachLedger(done);
        // Numbers have no gaps but where a part of the disk went bad: what the ledger never saw of it is counted as gone.
        if (frame.seq > before) {
          damaged += frame.seq - before - 1;
          before = frame.seq;
        }
        engine.apply(frame);
        applied++;
      }
      if (!suppressed) commit();
    }
    if (suppressed) reachLedger(done);
    if (damaged > 0) tally.lost('corrupt', damaged);
    // What time alone did while nobody was here: visits ended, deadlines passed.
    if (engine.position().seq > 0) engine.advanceTo(instant(clock()));
    commit();
    lastQueued = journal.lastSeq;
    journal.keepAfter(saved?.position.seq ?? 0);
    if (applied > 0) log('journal applied again after the last checkpoint', { frames: applied, from: saved?.position.seq ?? 0 });
  }

  /** Everything up to here is in the ledger already; from here on effects are new. */
  function reachLedger(done: Position): void {
    const state = running();
    state.skipTo(done);
    tally.take();
    suppressed = false;
    idOffset = ledger.lastEventId() - state.store.lastEventId();
    if (idOffset !== 0) log('the rebuilt state numbers events differently (the settings or the version changed)', { offset: idOffset });
  }

  async function settle(): Promise<void> {
    while (!isBroken && (appending > 0 || head < queue.length)) await new Promise((resolve) => setImmediate(resolve));
    commit();
  }

  const intake: Intake = {
    async accept(incoming: IncomingFrame) {
      while (isFull() && !isBroken) await new Promise<void>((resolve) => waitingForRoom.push(resolve));
      if (isBroken) throw new GatewayError('LEDGER_UNAVAILABLE', 'the gateway has to start again');
      appending++;
      try {
        const frame = await journal.append(incoming);
        if (frame.seq !== lastQueued + 1) throw new Error(`frame ${frame.seq} follows ${lastQueued}: the journal's order was lost`);
        lastQueued = frame.seq;
        queue.push(frame);
        backlogBytes += frame.bytes.length;
        scheduleDrain();
      } finally {
        appending--;
      }
    },
    refuse(reason, source, topic, sample) {
      tally.count(source, `refused:${reason}`, 0);
      tally.quarantine(clock(), reason, 'turned away before it became a frame', source, strangeTopic(topic), sample, false);
    },
  };

  return {
    intake,
    /** Recovers, then keeps time. Frames may be handed in as soon as it resolves. */
    async start(): Promise<void> {
      await recover();
      isLive = true;
      lastCheckpoint = clock();
      ticker = setInterval(onSecond, 1_000);
    },
    /** Applies and commits what is on disk, saves a checkpoint. Safe to call twice. */
    async stop(): Promise<void> {
      if (!ticker) return;
      clearInterval(ticker);
      ticker = null;
      if (dueTimer) clearTimeout(dueTimer);
      dueTimer = null;
      await settle();
      checkpoint();
    },
    /** Resolves when all that was accepted has been applied and committed. */
    settle,
    backlog: () => appending + queue.length - head,
    item: (epc: string) => running().store.item(epc),
    /** Whether a visitor agrees to a purpose, as far as the journal has been applied. */
    agrees: (visitor: string, purpose: Purpose) => running().store.agrees(visitor, purpose),
    /** What a driver has learned of a device from its messages; a copy. */
    memoryOf: (device: string, driver: string) => running().memoryOf(device, driver),
    sizes: () => running().store.sizes(),
  };
}

export type Pipeline = ReturnType<typeof createPipeline>;
