import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ABLATIONS, editRecording } from '../../../tools/accuracy/ablations.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const line = (channel: string, payload: unknown): string =>
  JSON.stringify({ receivedAt: 1, topic: `aisle/v1/shop/device/${channel}`, payload });
const sale = { id: 's1', at: 1, lines: [{ epc: 'A1', gtin: '04719987101018', qty: 1, amountMinor: 5 }], currency: 'TWD' };
const LINES = [line('reads', { epc: 'A1', ant: 1, rssi: -60 }), line('weight', { grams: 5 }), line('count', { in: 1 }), line('sale', sale)];

async function edited(name: string): Promise<string[]> {
  const ablation = ABLATIONS.find((one) => one.name === name);
  if (!ablation?.edit) throw new Error(`no edit of ${name}`);
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'from'), `${LINES.join('\n')}\n`);
  await editRecording(join(folder, 'from'), join(folder, 'to'), ablation.edit);
  return readFileSync(join(folder, 'to'), 'utf8').trimEnd().split('\n');
}

describe('a recording with something taken away', () => {
  it('has no weights, and all else as it was', async () => {
    expect(await edited('no scales')).toEqual(LINES.filter((one) => !one.includes('/weight')));
  });

  it('has no counts and no presence', async () => {
    expect(await edited('no presence, no door counter')).toEqual(LINES.filter((one) => !one.includes('/count')));
  });

  it('names products on receipts, and reads as before', async () => {
    const lines = await edited('receipts name products only');
    expect(lines.slice(0, 3)).toEqual(LINES.slice(0, 3));
    expect(JSON.parse(lines[3] ?? '').payload.lines).toEqual([{ gtin: '04719987101018', qty: 1, amountMinor: 5 }]);
  });
});
