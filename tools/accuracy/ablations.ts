import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The gateway with something taken away: what is it worth? */
export interface Ablation {
  readonly name: string;
  /** Settings over those of the shop. */
  readonly set?: readonly string[];
  /** What becomes of a line of the recording; null drops it. */
  readonly edit?: (topic: string, line: string) => string | null;
}

const without =
  (...channels: readonly string[]) =>
  (topic: string, line: string): string | null =>
    channels.some((channel) => topic.endsWith(`/${channel}`)) ? null : line;

function withoutEpcs(line: string): string {
  const message = JSON.parse(line) as { payload: { lines?: Record<string, unknown>[] } }; // Written by the simulated till.
  for (const sold of message.payload.lines ?? []) delete sold.epc;
  return JSON.stringify(message);
}

export const ABLATIONS: readonly Ablation[] = [
  { name: 'no common mode', set: ['sensing.tags.commonMode=false'] },
  { name: 'no section prior', set: ['sensing.tags.sectionPrior=false'] },
  { name: 'no scales', edit: without('weight') },
  { name: 'no presence, no door counter', edit: without('presence', 'count') },
  { name: 'receipts name products only', edit: (topic, line) => (topic.endsWith('/sale') ? withoutEpcs(line) : line) },
];

const TOPIC = /"topic":"([^"]*)"/;

/** Writes the recording as it would be without what the ablation takes away. Simulated shops say all but tag reads in canonical JSON. */
export async function editRecording(from: string, to: string, edit: NonNullable<Ablation['edit']>): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    let piece = '';
    for await (const line of createInterface({ input: createReadStream(from), crlfDelay: Number.POSITIVE_INFINITY })) {
      const kept = edit(TOPIC.exec(line.slice(0, 400))?.[1] ?? '', line);
      if (kept === null) continue;
      piece += `${kept}\n`;
      if (piece.length < 65_536) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  }
  await pipeline(Readable.from(lines()), createWriteStream(to));
}
