import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import type { CloudEvent } from '../../gateway/outputs/webhooks/cloud-event.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';
import { startReceiver, status } from '../support/receiver.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { until } from '../support/until.ts';

const ROUNDS = 4;
const PER_ROUND = 40;

const shopWith = (url: string): string => `
store: { id: shop }
zones: [{ id: door, kind: entrance }]
devices: [{ id: counter, zone: door, counter: { zone: door } }]
outputs:
  webhooks:
    - { id: single, url: "${url}/single", secretFile: hook.secret, events: [footfall.counted] }
    - { id: batch, url: "${url}/batch", secretFile: hook.secret, events: ["footfall.*"], batch: 20 }
`;

/** Webhooks that wait in the outbox of a gateway, running or not. */
function waitingIn(dataFolder: string): number {
  const db = new DatabaseSync(join(dataFolder, 'ledger.sqlite'), { readOnly: true });
  try {
    return Number(db.prepare("SELECT count(*) AS n FROM outbox WHERE body IS NOT NULL AND sink LIKE 'webhook:%'").get()?.n);
  } finally {
    db.close();
  }
}

test(`${ROUNDS} times kill -9 under load: webhooks get exactly the events of the ledger, each with one id and one content`, {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'store.yaml');
  const dataFolder = join(folder, 'data');
  writeFileSync(join(folder, 'hook.secret'), `whsec_${Buffer.alloc(32, 7).toString('base64')}\n`);
  const receiver = await startReceiver();
  writeFileSync(file, shopWith(receiver.url));
  // Every seventh request fails, so that there is always something to be sent again when the kill comes.
  let requests = 0;
  receiver.answer((request, response) => status(++requests % 7 === 0 ? 503 : 204, { 'retry-after': '0' })(request, response));

  let people = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const gateway = await startGatewayProcess(file, dataFolder, 1_000);
    const client = await connectAsync(`mqtt://127.0.0.1:${gateway.mqttPort}`, {
      clientId: 'counter',
      username: 'counter',
      password: gateway.secrets.counter ?? '',
      reconnectPeriod: 0,
    });
    client.on('error', () => {});
    const before = requests;
    for (let i = 0; i < PER_ROUND; i++)
      await client.publishAsync('aisle/v1/shop/counter/count', JSON.stringify({ in: 1, out: 0, n: ++people }), { qos: 1 });
    // In the middle of the deliveries.
    await until(() => requests > before + 5 + round * 7, 'some deliveries');
    await gateway.kill();
    client.end(true);
  }

  const last = await startGatewayProcess(file, dataFolder);
  const delivered = (path: string): CloudEvent[] =>
    receiver.requests.filter((request) => request.path === path).flatMap(({ body }) => JSON.parse(body) as CloudEvent | CloudEvent[]);
  const idsIn = (path: string): Set<string> => new Set(delivered(path).map(({ id }) => id));
  await until(() => idsIn('/single').size >= people && idsIn('/batch').size >= people, 'all deliveries', 60_000);
  // What was sent may have been answered with a failure: it waits, and is sent once more.
  await until(() => waitingIn(dataFolder) === 0, 'answers to all', 60_000);
  expect(await last.stop()).toBe(0);

  const db = new DatabaseSync(join(dataFolder, 'ledger.sqlite'), { readOnly: true });
  const rows = db.prepare("SELECT id, emitted_at FROM events WHERE type = 'footfall.counted' ORDER BY id").all();
  db.close();
  const expected = rows.map((row) => `${row.id}-${row.emitted_at}`);
  expect(expected).toHaveLength(people);
  expect(waitingIn(dataFolder)).toBe(0);
  for (const path of ['/single', '/batch']) {
    const told = delivered(path);
    expect([...idsIn(path)].sort()).toEqual(expected.toSorted());
    // What came twice came as the same, so that a receiver can pass over the second.
    const contents = new Map<string, Set<string>>();
    for (const event of told) contents.set(event.id, (contents.get(event.id) ?? new Set()).add(JSON.stringify(event)));
    expect([...contents.values()].filter((each) => each.size > 1)).toEqual([]);
    console.log(`${path}: ${expected.length} events, ${told.length} sent, ${told.length - expected.length} more than once`);
  }
});
