import type { TransportLog } from './transport-log.ts';

/** node-opcua takes a second and some 70 MB to load: it comes when the first device that needs it starts. */
export async function loadOpcua(log: TransportLog) {
  const opcua = await import('node-opcua');
  // It writes to the console by itself; what matters comes back to us as errors and events.
  const tell =
    (kind: string) =>
    (context?: unknown, ...more: unknown[]): void => {
      const [first] = more.filter((each) => typeof each === 'string');
      log.debug({ kind, said: String(first ?? context).slice(0, 200) }, 'OPC UA library');
    };
  opcua.setWarningLogger(tell('warning'));
  opcua.setErrorLogger(tell('error'));
  return opcua;
}
export type OpcuaLibrary = Awaited<ReturnType<typeof loadOpcua>>;

/** The result, or undefined when it failed or took too long: for farewells, which nobody may wait for. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
