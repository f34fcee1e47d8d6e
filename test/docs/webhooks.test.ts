import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TELLABLE, TOLD } from '../../gateway/domain/told.ts';
import { tellEvent } from '../../gateway/outputs/told-event.ts';
import { cloudEvent } from '../../gateway/outputs/webhooks/cloud-event.ts';
import { signedHeaders } from '../../gateway/outputs/webhooks/sign.ts';
import { loadShop } from '../config/shop-folder.ts';
import { events } from '../ledger/events.ts';
import { openShop } from '../support/open-shop.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';
import { codeBlock, readDoc, root } from './read-docs.ts';

const text = readDoc('docs/outputs.md').split('\n## Webhooks\n')[1] ?? '';

describe('webhooks in docs/outputs.md', () => {
  it('are settings that a shop takes', () => {
    const yaml = /```yaml\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '';
    expect(loadShop({ 'store.yaml': yaml }).config.outputs.webhooks.map(({ id }) => id)).toEqual(['crm', 'watch']);
  });

  it('show an event with its fields and no others', () => {
    const [, json = ''] = /```json\n([\s\S]*?)\n```/.exec(text) ?? [];
    const example = JSON.parse(json) as Record<string, unknown>;
    const [event] = events([['item.picked', { at: 1_772_445_610_930 }]], 4_711);
    if (!event) return;
    const made = cloudEvent(
      'corner',
      { ...event, emittedAt: 1_772_445_611_204 as never },
      tellEvent(event, 'goods', { skuOf: () => 'TEE', gtinOf: () => null }) ?? {},
    );
    expect({ ...example, data: null }).toEqual({ ...made, data: null });
    expect(Object.keys(example.data as object).toSorted()).toEqual(Object.keys(made.data).toSorted());
  });

  it('name every event that can be told, no other, and every field of it', () => {
    const rows = [...text.matchAll(/^\| (`[a-z]+\.[a-z]+`.*?) \| (.*) \|$/gm)].map(([, types = '', fields = '']) => ({
      types: [...types.matchAll(/`([a-z.]+)`/g)].map((match) => match[1] ?? ''),
      fields,
    }));
    expect(rows.flatMap(({ types }) => types).toSorted()).toEqual(TELLABLE.toSorted());
    for (const { types, fields } of rows) {
      // Rows that say "and so on" or point elsewhere name only what matters.
      if (/so on|such as|as in/.test(fields)) continue;
      const told = new Set(types.flatMap((type) => [...(TOLD[type as keyof typeof TOLD] ?? [])] as string[]));
      for (const field of told)
        if (field !== 'at' && !(types[0] === 'climate.measured')) expect(fields, types.join()).toContain(`\`${field}\``);
    }
  });
});

describe('the receiver in docs/outputs.md', () => {
  const KEY = Buffer.alloc(32, 9);
  const secret = `whsec_${KEY.toString('base64')}`;

  it('compiles', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'receiver.ts'), codeBlock('docs/outputs.md', 'receiver.ts'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: { typeRoots: [join(root, 'node_modules', '@types')] },
        include: [],
        files: ['receiver.ts'],
      }),
    );
    const { stdout, status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      encoding: 'utf8',
    });
    expect([stdout, status]).toEqual(['', 0]);
  });

  it('takes what a gateway sends, once, and nothing that is forged, changed or old', async () => {
    const port = await freePort();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'receiver.ts'), codeBlock('docs/outputs.md', 'receiver.ts'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const child = spawn(process.execPath, [join(folder, 'receiver.ts')], {
      env: { ...process.env, PORT: String(port), WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 8).toString('base64')} ${secret}` },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
    });

    writeFileSync(join(folder, 'hook.secret'), secret);
    const shop = await openShop(
      `store: { id: corner }
zones: [{ id: door, kind: entrance }]
devices: [{ id: counter, zone: door, counter: { zone: door } }]
outputs: { webhooks: [{ id: doc, url: "http://127.0.0.1:${port}/in", secretFile: hook.secret, events: [footfall.counted] }] }
`,
      { folder },
    );
    const counter = await shop.connect('counter');
    await counter.publishAsync('aisle/v1/corner/counter/count', JSON.stringify({ in: 2, out: 1 }), { qos: 1 });
    await eventually(() => expect(said).toContain('aisle.v1.footfall.counted'));
    expect(said).toContain('"in":2,"out":1');

    const post = async (body: string, now: number, change: Record<string, string> = {}): Promise<number> => {
      const headers = { ...signedHeaders([KEY], 'msg-1', now, body), ...change };
      return (await fetch(`http://127.0.0.1:${port}/in`, { method: 'POST', body, headers })).status;
    };
    const now = Date.now();
    const body = JSON.stringify({ id: 'msg-1', type: 'test.event', data: {} });
    expect(await post(body, now)).toBe(204);
    expect(await post(body, now)).toBe(204);
    expect(await post(body, now, { 'webhook-signature': 'v1,AAAA' })).toBe(401);
    expect(await post(body, now, { 'webhook-signature': '' })).toBe(401);
    expect(await post(body, now, { 'webhook-id': 'msg-2' })).toBe(401);
    expect(await post(body, now, { 'webhook-timestamp': String(Math.floor(now / 1_000) + 1) })).toBe(401);
    expect(await post(body, now - 400_000)).toBe(401);
    expect(said.match(/test\.event/g)).toHaveLength(1);
  });
});
