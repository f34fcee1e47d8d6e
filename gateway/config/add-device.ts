import { isSeq, parseDocument } from 'yaml';
import type { KnownDriver } from './check-devices.ts';
import { readStore, replaceStore } from './set-values.ts';

/** A new entry under `devices`; keys that are undefined are left out. */
export interface NewDevice {
  readonly id: string;
  readonly driver: string;
  readonly zone?: string | undefined;
  readonly address?: string | undefined;
  readonly via?: string | undefined;
}

/**
 * Writes one more device into store.yaml; comments and order of the file stay. The new file takes the place of the old one only
 * when it is in order as a whole: otherwise CONFIG_INVALID names what is wrong, and nothing has changed.
 */
export function addDevice(file: string, device: NewDevice, drivers: readonly KnownDriver[]): void {
  const document = parseDocument(readStore(file));
  const entry = document.createNode(Object.fromEntries(Object.entries(device).filter(([, value]) => value !== undefined)));
  const list = document.get('devices');
  if (isSeq(list)) list.add(entry);
  else document.set('devices', document.createNode([entry]));
  replaceStore(file, document.toString({ lineWidth: 0 }), drivers);
}
