import { join } from 'node:path';
import { identifyEpc } from '../../../devices/kit/epc/identify-epc.ts';
import { compileShop } from '../../../gateway/config/compile-shop.ts';
import { loadConfig } from '../../../gateway/config/load-config.ts';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { DomainEvent } from '../../../gateway/domain/events.ts';
import { asId, type VisitorId } from '../../../gateway/domain/ids.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { instant } from '../../../gateway/domain/units.ts';
import { createEngine, type EngineState } from '../../../gateway/pipeline/engine.ts';
import { createReplayReport, type ReplayReport } from '../../../gateway/pipeline/replay-report.ts';
import { createTally } from '../../../gateway/pipeline/tally.ts';
import { topicResolver } from '../../../gateway/topic-resolver.ts';
import type { DeviceOutput } from '../../../simulators/devices/message.ts';
import { createRandom } from '../../../simulators/random.ts';
import type { ItemLine } from '../../../simulators/truth/lines.ts';

const demo = loadConfig({ file: join(import.meta.dirname, '../../../simulators/shops/demo/store.yaml'), env: {} });
const { resolve } = topicResolver(demo);
const pseudonym = (card: string): VisitorId => asId<VisitorId>(`visitor-${card}`);

/** The demo shop as the gateway knows it. */
export const demoShop: Shop = compileShop(demo, { pseudonym, identify: identifyEpc });

export interface Line {
  readonly receivedAt: number;
  readonly device: string;
  readonly topic: string;
  readonly bytes: Uint8Array;
}

export const linesOf = (messages: readonly DeviceOutput[]): Line[] =>
  messages.map(({ at, device, topic, payloadBytes }) => ({ receivedAt: at, device, topic, bytes: payloadBytes }));

export interface Replayed {
  readonly events: readonly DomainEvent[];
  readonly report: ReplayReport;
}

/** Runs a recording through driver and domain; at each line of `cuts` the engine is taken down and restored from its JSON. */
export function replay(lines: readonly Line[], shop: Shop = demoShop, cuts: ReadonlySet<number> = new Set()): Replayed {
  const events: DomainEvent[] = [];
  const results = createReplayReport();
  const open = (state?: EngineState, from?: Parameters<typeof createEngine>[2]) =>
    createEngine(
      {
        resolve,
        createStore: (snapshot) => createStore(shop, snapshot),
        pseudonym,
        tally: createTally(),
        onRead: () => {},
        emit: (event) => {
          events.push(event);
          results.add(event);
        },
      },
      state,
      from,
    );
  let engine = open();
  lines.forEach((line, i) => {
    if (cuts.has(i)) engine = open(JSON.parse(JSON.stringify(engine.state())), engine.position());
    const { receivedAt, topic, bytes } = line;
    engine.apply({ seq: i + 1, receivedAt: instant(receivedAt), transport: 'replay', source: '', topic, bytes, repeated: false });
  });
  engine.advanceTo(instant((lines.at(-1)?.receivedAt ?? 0) + 30_000));
  return { events, report: results.report({}) };
}

/** Every line comes up to `within` ms later than it did, each by chance, and so overtakes others. */
export function shuffled(lines: readonly Line[], within: number, seed: number, moves: (line: Line) => boolean): Line[] {
  const random = createRandom(seed, 'shuffle');
  return lines
    .map((line) => (moves(line) ? { ...line, receivedAt: line.receivedAt + Math.floor(random.next() * within) } : line))
    .sort((a, b) => a.receivedAt - b.receivedAt);
}

const CHANNELS = /\/(status|info|card|weight|count|presence|climate|button|sale|ack|state)$/;
/** How the EPC of a loyalty card begins in the readers' messages: in hex, and in base64. */
const CARD = /"2D15|"LRU/;

/** A message of reads of goods. Cards do not wait for others that happened before: somebody stands before a display. */
export const isReads = ({ topic, bytes }: Line): boolean => !CHANNELS.test(topic) && !CARD.test(Buffer.from(bytes).toString('latin1'));

/** The same message by a clock that is off by `ms`: every time in it that is a text of RFC 3339 is put forward by as much. */
export function withClock(bytes: Uint8Array, ms: number): Uint8Array {
  const text = Buffer.from(bytes).toString();
  const moved = text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => new Date(Date.parse(time) + ms).toISOString());
  return moved === text ? bytes : Buffer.from(moved);
}

/** The item lines of a replay, as the score reads them. */
export const claimedItems = ({ report }: Replayed): ItemLine[] => report['items.ndjson'].map((line) => JSON.parse(line) as ItemLine);
