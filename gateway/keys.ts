import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { GatewayError } from './errors.ts';

const KEY_BYTES = 32;

/**
 * A secret key of 32 bytes: from the environment (base64 or 64 hex digits) when given, else from the file, which is made with
 * fresh random bytes and mode 0600 when it is missing. Throws GatewayError KEY_INVALID when what is there is no such key.
 */
export function readOrMakeKey(path: string, fromEnvironment?: string): Buffer {
  if (fromEnvironment !== undefined && fromEnvironment !== '') return checked(decode(fromEnvironment), 'the environment');
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  chmodSync(path, 0o600);
  return checked(decode(readFileSync(path, 'utf8')), path);
}

const decode = (text: string): Buffer => {
  const trimmed = text.trim();
  return Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? 'hex' : 'base64');
};

function checked(key: Buffer, where: string): Buffer {
  if (key.length === KEY_BYTES) return key;
  throw new GatewayError('KEY_INVALID', `the key in ${where} is not 32 bytes of base64 or hex`, { where });
}

/**
 * The secret in a file that store.yaml names, without the line end; undefined when it names none. A relative path is meant from the
 * folder of store.yaml. Throws CONFIG_INVALID when the file cannot be read.
 */
export function readSecret(folder: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const file = resolve(folder, path);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new GatewayError('CONFIG_INVALID', `${file}, which holds a secret, cannot be read`, { file }, error);
  }
}
