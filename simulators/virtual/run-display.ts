import { setTimeout as sleep } from 'node:timers/promises';
import { createLabelAccessPoint } from './label-access-point.ts';
import type { VirtualDevice } from './mqtt-device.ts';
import type { WaitingPlace } from './run-listening.ts';
import { createVirtualStreamDevice } from './stream-device.ts';

interface Showing {
  readonly durationMs: number;
  readonly signal: AbortSignal;
  readonly onReady?: (where: string) => void;
  /** What a person would see. */
  readonly onShown: (text: string) => void;
}

/** The longest wait that timers know, ms: about 24 days. */
const FOR_EVER = 2_147_483_647;
const wait = ({ durationMs, signal }: Showing): Promise<unknown> =>
  sleep(Math.min(durationMs, FOR_EVER), undefined, { signal }).catch(() => undefined);

const ESC = 0x1b;

/** What stands on the screen: each line that is begun (ESC Q A, ESC Q B) is one, other control words are left out. */
function readableText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20) text += String.fromCharCode(byte);
    if (byte !== ESC) continue;
    const isLine = bytes[at + 1] === 0x51;
    if (isLine) text += '\n';
    at += isLine ? 2 : 1;
  }
  return text;
}

/** A pole display on a byte stream: tells every stretch of readable text that it gets. */
export async function runPoleDisplay(virtual: VirtualDevice, on: WaitingPlace, showing: Showing): Promise<void> {
  const display = createVirtualStreamDevice({
    driver: virtual.driver,
    on,
    onCommand(bytes) {
      const text = readableText(bytes);
      for (const line of text.split('\n')) if (line.trim() !== '') showing.onShown(line);
    },
  });
  await display.start();
  showing.onReady?.('path' in on ? on.path : `tcp ${on.host}:${display.port()}`);
  await wait(showing);
  await display.stop();
}

/** The access point of e-paper labels; each label fetches what is new after three seconds. */
export async function runLabelAccessPoint(on: { readonly host: string; readonly port: number }, showing: Showing): Promise<void> {
  const point = createLabelAccessPoint({ ...on, fetchAfterMs: 3_000, onContent: (mac, content) => showing.onShown(`${mac}: ${content}`) });
  showing.onReady?.(`http: { url: http://${on.host}:${await point.listen()} }`);
  await wait(showing);
  await point.close();
}
