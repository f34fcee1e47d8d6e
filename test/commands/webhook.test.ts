import { createHmac } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAisle } from '../support/aisle-command.ts';
import { startReceiver, status } from '../support/receiver.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function opened() {
  const receiver = await startReceiver();
  const folder = temporaryFolder();
  const config = join(folder, 'store.yaml');
  writeFileSync(
    config,
    `outputs: { webhooks: [{ id: crm, url: "${receiver.url}/in", secretFile: secrets/crm, events: [sale.recorded], timeoutS: 5 }] }\n`,
  );
  return {
    receiver,
    file: join(folder, 'secrets', 'crm'),
    lines: () =>
      readFileSync(join(folder, 'secrets', 'crm'), 'utf8')
        .trim()
        .split('\n'),
    webhook: (...words: readonly string[]) => runAisle('webhook', ...words, '--config', config),
  };
}

test('a secret is made, shown once, joined by a newer one, and retired', async () => {
  const { webhook, lines, file } = await opened();
  const first = await webhook('rotate', 'crm');
  expect(first.out).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/);
  expect([lines(), statSync(file).mode & 0o777]).toEqual([[first.out.trim()], 0o600]);
  const second = await webhook('rotate', 'crm');
  expect(lines()).toEqual([second.out.trim(), first.out.trim()]);
  const third = await webhook('rotate', 'crm');
  expect(lines()).toEqual([third.out.trim(), second.out.trim()]);
  expect((await webhook('retire', 'crm')).code).toBe(0);
  expect(lines()).toEqual([third.out.trim()]);
  expect(await webhook('rotate', 'cmr')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('NOT_FOUND') });
});

test('a receiver is tried with a signed event, and what it says is told', async () => {
  const { webhook, receiver, lines } = await opened();
  expect(await webhook('test', 'crm')).toMatchObject({ code: 1, err: expect.stringContaining('aisle webhook rotate crm') });
  await webhook('rotate', 'crm');
  expect(await webhook('test', 'crm')).toMatchObject({ code: 0, out: 'The receiver took it (204).\n' });
  const [request] = receiver.requests;
  const key = Buffer.from(lines()[0]?.replace('whsec_', '') ?? '', 'base64');
  const text = `${request?.headers['webhook-id']}.${request?.headers['webhook-timestamp']}.${request?.body}`;
  expect(request?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(text).digest('base64')}`);
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ specversion: '1.0', type: 'aisle.v1.ping', data: {} });
  receiver.answer(status(401, {}, 'who are you?'));
  expect(await webhook('test', 'crm')).toMatchObject({ code: 1, err: expect.stringMatching(/RECEIVER_REFUSED.*401: who are you\?/s) });
  await receiver.stop();
  expect(await webhook('test', 'crm')).toMatchObject({ code: 1, err: expect.stringMatching(/RECEIVER_UNREACHABLE.*ECONNREFUSED/s) });
});
