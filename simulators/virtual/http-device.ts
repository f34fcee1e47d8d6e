import type { DeviceProgress, VirtualDevice } from './mqtt-device.ts';
import { createVirtualVoice } from './mqtt-device.ts';
import { pace } from './pace.ts';

export interface HttpDeviceOptions extends VirtualDevice {
  /** Address of the gateway, such as http://127.0.0.1:8080. */
  readonly gateway: string;
  readonly password: string;
  readonly perSecond: number;
  readonly durationMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DeviceProgress) => void;
}

/**
 * A virtual device that pushes its messages by HTTP, one after the other. A message counts as acknowledged when the gateway says
 * that it is on disk (204). Rejects on any other answer: a simulation with silent holes would be worse than none.
 */
export async function runHttpDevice(options: HttpDeviceOptions): Promise<DeviceProgress> {
  const { gateway, device, password, signal } = options;
  const url = new URL('/api/v1/readings', gateway);
  const headers = {
    'content-type': 'application/octet-stream',
    authorization: `Basic ${Buffer.from(`${device}:${password}`).toString('base64')}`,
  };
  const progress = { readings: 0, sent: 0, acknowledged: 0 };
  const say = createVirtualVoice(options, Date.now);
  for await (const due of pace(options)) {
    progress.readings += due;
    for (const { bytes } of say(due)) {
      if (signal?.aborted) return { ...progress };
      progress.sent++;
      const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(bytes) });
      await response.arrayBuffer();
      if (response.status !== 204) throw new Error(`the gateway answered ${response.status}`);
      progress.acknowledged++;
    }
    options.onProgress?.({ ...progress });
  }
  return { ...progress };
}
