import { readFileSync, statSync } from 'node:fs';
import { GatewayError } from '../../errors.ts';

/** What a secret looks like in its file and to libraries of receivers. @see Standard Webhooks, "Signature scheme" */
export const SECRET_PREFIX = 'whsec_';
const FEWEST_BYTES = 24;
const MOST_BYTES = 64;
/** The new one and the one before it, while the receiver changes over. */
const MOST_SECRETS = 2;
/** How often the file is looked at, ms. */
const LOOK_EVERY_MS = 1_000;

/**
 * The keys in the text of a secret file, the newest first: one `whsec_…` in base64 a line, one or two of them; empty lines and
 * lines that begin with # are passed over. Throws CONFIG_INVALID, which names the line and never what stands there.
 */
export function parseSecrets(text: string, file: string): readonly Buffer[] {
  const keys: Buffer[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const encoded = line.startsWith(SECRET_PREFIX) ? line.slice(SECRET_PREFIX.length) : line;
    const key = Buffer.from(encoded, 'base64');
    const isClean = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
    if (!isClean || key.length < FEWEST_BYTES || key.length > MOST_BYTES)
      throw invalid(file, `line ${index + 1} is not ${SECRET_PREFIX} with ${FEWEST_BYTES} to ${MOST_BYTES} bytes of base64`);
    keys.push(key);
  }
  if (keys.length === 0) throw invalid(file, 'it holds no secret');
  if (keys.length > MOST_SECRETS) throw invalid(file, `it holds more than ${MOST_SECRETS} secrets`);
  return keys;
}

const invalid = (file: string, why: string): GatewayError =>
  new GatewayError('CONFIG_INVALID', `${file}, which holds the secret of a webhook, cannot be used: ${why}`, { file });

export interface SigningSecrets {
  /** The keys that sign now, the newest first. Looks at the file again when it was changed. */
  keys(): readonly Buffer[];
}

/**
 * The secrets of a webhook. A changed file counts within a second, without a restart; one that has become unreadable or wrong is
 * reported once and the keys of before stay. `clock` is ms. Throws CONFIG_INVALID when there is nothing to begin with.
 */
export function createSigningSecrets(file: string, clock: () => number, onProblem: (error: unknown) => void): SigningSecrets {
  let version = versionOf(file);
  let keys = read(file);
  let looked = clock();
  return {
    keys() {
      if (Math.abs(clock() - looked) < LOOK_EVERY_MS) return keys;
      looked = clock();
      const seen = versionOf(file);
      if (seen === version) return keys;
      version = seen;
      try {
        keys = read(file);
      } catch (error) {
        onProblem(error);
      }
      return keys;
    },
  };
}

function read(file: string): readonly Buffer[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new GatewayError('CONFIG_INVALID', `${file}, which holds the secret of a webhook, cannot be read`, { file }, error);
  }
  return parseSecrets(text, file);
}

/** Changes when the file does; '' when it is gone. */
function versionOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}
