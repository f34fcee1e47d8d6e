import { describe, expect, it } from 'vitest';
import type { DeviceCommand } from '../../../devices/kit/command.ts';
import { type DeviceReading, type DriverContext, freshContext } from '../../../devices/kit/define-device.ts';
import { labelPath, readLabelMac, writePictureUpload } from '../../../devices/kit/openepaperlink/upload.ts';
import { openepaperlink } from '../../../devices/openepaperlink/openepaperlink.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import { instant } from '../../../gateway/domain/units.ts';

const MAC = '0000021A5B3C7D01';
const receivedAt = instant(1_768_467_600_000);
const show: DeviceCommand = {
  id: 'c-1',
  deadline: 0,
  kind: 'show',
  showForMs: 60_000,
  content: { en: { title: 'Green tea & more', body: 'two for "one"', priceMinor: 2_550, currency: 'TWD' } },
};
const tell = (payload: unknown, context: DriverContext): readonly DeviceReading[] => {
  const bytes = Buffer.from(JSON.stringify(payload));
  const decoded = openepaperlink.decode({ device: asId<DeviceId>('label-1'), topic: '', bytes, receivedAt }, context);
  return decoded.ok ? decoded.readings : [];
};

describe('an e-paper label', () => {
  it('is drawn by the access point', async () => {
    const [request, more] = openepaperlink.command?.(show, freshContext(openepaperlink, '021A5B3C7D01', { width: 200, height: 100 })) ?? [];
    expect(more).toBeUndefined();
    if (request?.via !== 'http') throw new Error('not by HTTP');
    expect(request).toMatchObject({ method: 'POST', path: '/jsonupload', contentType: 'application/x-www-form-urlencoded' });
    const form = new URLSearchParams(Buffer.from(request.body).toString());
    expect([...form.keys()]).toEqual(['mac', 'json']);
    expect(form.get('mac')).toBe(MAC);
    expect(JSON.parse(form.get('json') ?? '')).toEqual([
      { text: [6, 6, 'Green tea & more', 'fonts/bahnschrift20', 1, 0] },
      { text: [6, 34, 'two for "one"', 'fonts/calibrib16', 1, 0] },
      { text: [194, 62, '25.50', 'fonts/calibrib30', 2, 2] },
    ]);
  });

  it('cannot be addressed without a MAC until the access point has told it', () => {
    const context = freshContext(openepaperlink, 'tea-label');
    expect(openepaperlink.command?.(show, context)).toEqual([]);
    tell({ tags: [{ mac: MAC, alias: 'tea-label', pending: 0 }] }, context);
    expect(openepaperlink.command?.(show, context)).toHaveLength(1);
  });

  it('hears of itself by its MAC, however it is written, and of no other label', () => {
    const context = freshContext(openepaperlink, '02:1a:5b:3c:7d:01');
    expect(tell({ tags: [{ mac: '0000021A5B3C7D02', alias: '02:1a:5b:3c:7d:01', pending: 0 }] }, context)).toEqual([]);
    expect(tell({ tags: [{ mac: MAC, alias: 'other', pending: 0 }] }, context)).toHaveLength(1);
    expect(readLabelMac('021a5b3c7d0')).toBeNull();
    expect(labelPath(readLabelMac('021a5b3c7d01') ?? '')).toBe(`/get_db?mac=${MAC}`);
  });

  it('proves a content only when something was pending before', () => {
    const context = freshContext(openepaperlink, MAC);
    const proves = (pending: number): boolean =>
      tell({ tags: [{ mac: MAC, pending }] }, context).some((reading) => openepaperlink.confirms?.(show, reading, context));
    expect([0, 1, 1, 0, 0].map(proves)).toEqual([false, false, false, true, false]);
  });

  it('tells a temperature once for each check-in', () => {
    const context = freshContext(openepaperlink, MAC);
    const temperatures = (lastseen: number): number[] =>
      tell({ tags: [{ mac: MAC, pending: 0, lastseen, temperature: 21 }] }, context).flatMap((reading) =>
        reading.kind === 'climate' && reading.temperature !== undefined ? [reading.temperature] : [],
      );
    const seen = receivedAt / 1_000 - 30;
    expect([0, seen, seen, seen + 20].map(temperatures)).toEqual([[], [21], [], [21]]);
  });
});

describe('the upload of a picture', () => {
  it('is a form that others can read, byte for byte', async () => {
    const image = Uint8Array.from([0xff, 0xd8, 0x0d, 0x0a, ...Buffer.from('--aisle-boundary-0--'), 0xff, 0xd9]);
    const request = writePictureUpload({ mac: MAC, image, ttlMs: 30_000, dither: 1, lut: 3 });
    expect(request).toMatchObject({ via: 'http', method: 'POST', path: '/imgupload' });
    // Node's own parser as the other side.
    const form = await new Response(Buffer.from(request.body), { headers: { 'content-type': request.contentType } }).formData();
    const picture = form.get('image');
    expect([...form.keys()]).toEqual(['mac', 'contentmode', 'dither', 'ttl', 'lut', 'image']);
    expect(['mac', 'contentmode', 'dither', 'ttl', 'lut'].map((name) => form.get(name))).toEqual([MAC, '25', '1', '1', '3']);
    if (!(picture instanceof Blob)) throw new Error('no file');
    expect(picture.type).toBe('image/jpeg');
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(image);
  });
});
