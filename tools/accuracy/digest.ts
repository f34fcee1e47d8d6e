import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** What a recording and its truth come from. */
const RECORDING_SOURCES = ['simulators/*.ts', 'simulators/{devices,layout,radio,scenarios,shop,truth}/**/*.ts'];
/** What the rivals' figures come from, beside the recording. */
const RIVAL_SOURCES = ['simulators/{score,baselines}/**/*.ts'];
/** The part of the domain that senses: offers, loyalty and the like change no figure, and neither do types. */
const SENSING = 'gateway/domain/{arrival,calibration,custody,footfall,security,shelves,tags,visits}/**/*.ts';
const SENSING_TOOLS = 'gateway/domain/{assignment,card-tag,floor-plan,statistics}.ts';
/** What the published figures come from. */
const FIGURE_SOURCES = [SENSING, SENSING_TOOLS, 'gateway/config/sensing/**/*.ts', ...RECORDING_SOURCES, ...RIVAL_SOURCES];

export const recordingDigest = (): string => digestOf(RECORDING_SOURCES);
export const rivalDigest = (): string => digestOf([...RECORDING_SOURCES, ...RIVAL_SOURCES]);
/** Changes with every source that the published figures depend on, and with nothing else: no date, no commit. */
export const figureDigest = (): string => digestOf(FIGURE_SOURCES);

/** SHA-256 over names and contents in the order of the names, cut to 16 digits; line ends of other systems do not matter. */
function digestOf(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = [...new Set(globSync([...patterns], { cwd: root }).map((file) => file.replaceAll('\\', '/')))].sort();
  for (const file of files) hash.update(`${file}\n${readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n')}\n`);
  return hash.digest('hex').slice(0, 16);
}
