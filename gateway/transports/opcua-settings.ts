import type { WatchedNode } from './opcua-values.ts';

/** What store.yaml says under `devices[].opcua`. */
export interface OpcuaSettings {
  readonly url: string;
  readonly security: 'none' | 'sign' | 'sign-and-encrypt';
  readonly policy: 'Basic256Sha256' | 'Aes128_Sha256_RsaOaep' | 'Aes256_Sha256_RsaPss';
  /** `known`: only certificates that somebody trusted; `first-use`: also the first one that is ever seen. */
  readonly trust: 'known' | 'first-use';
  readonly user?: string | undefined;
  readonly intervalMs: number;
  readonly nodes: readonly WatchedNode[];
  /** Node id of an AutoID reader. */
  readonly scan?: string | undefined;
  readonly scanFrom: 'auto' | 'events' | 'last-scan';
  readonly writes: Readonly<Record<string, string>>;
  readonly calls: Readonly<Record<string, { readonly object: string; readonly method: string }>>;
}
