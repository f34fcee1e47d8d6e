import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DeviceOutput } from './devices/message.ts';
import type { Simulation } from './simulation.ts';
import type { Truth } from './truth/lines.ts';

/** Lines are joined to pieces of about this many characters before they are written. */
const PIECE = 64 * 1024;
/** Simulated time between two reports of progress, ms. */
const REPORT_EVERY = 60_000;

/** One line of a recording: `{"receivedAt","topic","payload"}`; what is not JSON travels as base64. */
export function recordingLine(message: DeviceOutput): string {
  const bytes = Buffer.from(message.payloadBytes);
  const text = bytes.toString('utf8');
  const payload = isJson(text) ? text : JSON.stringify(`base64:${bytes.toString('base64')}`);
  return `{"receivedAt":${message.at},"topic":${JSON.stringify(message.topic)},"payload":${payload}}`;
}

/** JSON on one line that does not itself look like the base64 form. */
function isJson(text: string): boolean {
  if (text.includes('\n') || text.startsWith('"base64:')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Runs a simulation to its end as fast as possible and writes its messages. Returns how many. */
export async function writeRecording(simulation: Simulation, file: string, onProgress: (doneMs: number) => void): Promise<number> {
  let messages = 0;
  function* pieces(): Generator<string> {
    let piece = '';
    for (let until = simulation.startAt; until < simulation.endAt; ) {
      until = Math.min(simulation.endAt, until + REPORT_EVERY);
      for (const message of simulation.next(until)) {
        messages++;
        piece += `${recordingLine(message)}\n`;
        if (piece.length < PIECE) continue;
        yield piece;
        piece = '';
      }
      onProgress(until - simulation.startAt);
    }
    yield piece;
  }
  await pipeline(Readable.from(pieces()), createWriteStream(file));
  return messages;
}

/** Writes a truth as a replay writes its output: one file per kind, one line per object, and what the run was made with. */
export async function writeTruth(truth: Truth, folder: string, parameters: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { kpis, ...lines } = truth;
  for (const [name, list] of Object.entries(lines)) {
    await writeFile(join(folder, `${name}.ndjson`), list.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  await writeFile(join(folder, 'kpis.json'), `${JSON.stringify(kpis, null, 2)}\n`);
  await writeFile(join(folder, 'parameters.json'), `${JSON.stringify(parameters, null, 2)}\n`);
}
