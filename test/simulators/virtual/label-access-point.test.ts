import { expect, it, onTestFinished } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { openepaperlink } from '../../../devices/openepaperlink/openepaperlink.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import { instant } from '../../../gateway/domain/units.ts';
import { createDeviceHttp } from '../../../gateway/outputs/device-http.ts';
import { createLabelAccessPoint } from '../../../simulators/virtual/label-access-point.ts';
import { eventually } from '../../support/until.ts';

const MAC = '0000021A5B3C7D01';

it('a virtual access point takes what the driver draws, and tells when the label has fetched it', async () => {
  const drawn: string[] = [];
  const point = createLabelAccessPoint({
    host: '127.0.0.1',
    port: 0,
    fetchAfterMs: 200,
    onContent: (mac, content) => drawn.push(`${mac} ${content}`),
  });
  const url = `http://127.0.0.1:${await point.listen()}`;
  onTestFinished(() => point.close());
  const context = freshContext(openepaperlink, MAC);
  const show = {
    id: 'c1',
    deadline: Date.now() + 60_000,
    kind: 'show',
    showForMs: 60_000,
    content: { en: { title: 'Fresh tea', body: 'today' } },
  } as const;
  const words = openepaperlink.command?.(show, context) ?? [];
  expect(words.length).toBeGreaterThan(0);
  const ask = createDeviceHttp({ addressOf: () => ({ url }) });
  for (const outgoing of words) if (outgoing.via === 'http') await ask('label', outgoing);
  expect(drawn).toHaveLength(1);
  expect(drawn[0]).toContain(MAC);
  expect(drawn[0]).toContain('Fresh tea');
  const isConfirmed = async (): Promise<boolean> => {
    const answer = await fetch(`${url}${openepaperlink.asked?.path(MAC)}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const decoded = openepaperlink.decode({ device: asId<DeviceId>('label'), topic: '', bytes, receivedAt: instant(Date.now()) }, context);
    if (!decoded.ok) throw new Error(decoded.detail);
    return decoded.readings.some((reading) => openepaperlink.confirms?.(show, reading, context));
  };
  expect(await isConfirmed()).toBe(false);
  await eventually(async () => expect(await isConfirmed()).toBe(true), { interval: 20 });
});
