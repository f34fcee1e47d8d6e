import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayError } from '../errors.ts';

/** A recording of which the truth is known. */
export interface Labelled {
  readonly folder: string;
  /** store.yaml of the shop in which it was made. */
  readonly config: string;
  readonly recording: string;
  /** Folder of the truth. */
  readonly truth: string;
  /** Settings over those of `config`, by dotted path. */
  readonly set: Readonly<Record<string, string>>;
}

/**
 * A folder with `recording.ndjson` and `truth/`, and with `shop/store.yaml` when it comes from another shop than `config`.
 * Throws RECORDING_INVALID for a folder in which one of them is missing.
 */
export function labelledIn(folder: string, { config, set }: { readonly config?: string; readonly set?: Labelled['set'] }): Labelled {
  const own = join(folder, 'shop', 'store.yaml');
  const shop = existsSync(own) ? own : config;
  const [recording, truth] = [join(folder, 'recording.ndjson'), join(folder, 'truth')];
  for (const path of [recording, truth]) {
    if (!existsSync(path)) throw new GatewayError('RECORDING_INVALID', `${path} is missing`, { folder });
  }
  if (shop === undefined) throw new GatewayError('RECORDING_INVALID', `${own} is missing and --config names no other shop`, { folder });
  return { folder, config: shop, recording, truth, set: set ?? {} };
}
