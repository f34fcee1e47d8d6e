import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { WebhookConfig } from '../config/schema-outputs.ts';
import { GatewayError } from '../errors.ts';
import { readSecret } from '../keys.ts';
import { createAskHttp, shortDetail } from '../outputs/ask-http.ts';
import { pingEvent } from '../outputs/webhooks/cloud-event.ts';
import { signedHeaders } from '../outputs/webhooks/sign.ts';
import { parseSecrets, SECRET_PREFIX } from '../outputs/webhooks/signing-secrets.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';

const SECRET_BYTES = 32;

/** `aisle webhook …`: secrets of webhooks, and whether a receiver understands what it gets. Works beside a running gateway. */
export function registerWebhook(program: Command): void {
  const webhook = program.command('webhook').description('secrets of webhooks, and a test of the receiver');
  configOptions(webhook.command('rotate'))
    .description('make a new secret and print it once; the one of before signs too until it is retired')
    .argument('<webhook>', 'its id in store.yaml')
    .action(rotate);
  configOptions(webhook.command('retire'))
    .description('end the secret of before, once the receiver knows the new one')
    .argument('<webhook>', 'its id in store.yaml')
    .action(retire);
  configOptions(webhook.command('test'))
    .description('post a signed event of type aisle.v1.ping and say what the receiver answers')
    .argument('<webhook>', 'its id in store.yaml')
    .action(test);
}

interface Known {
  readonly webhook: WebhookConfig;
  readonly file: string;
  readonly folder: string;
  readonly store: string;
}

function known(id: string, options: ConfigOptions): Known {
  const { config, folder } = loadFromOptions(options);
  const webhook = config.outputs.webhooks.find((each) => each.id === id);
  if (webhook === undefined) throw new GatewayError('NOT_FOUND', `store.yaml has no webhook ${id} under outputs.webhooks`);
  return { webhook, file: resolve(folder, webhook.secretFile), folder, store: config.store.id };
}

const encoded = (key: Buffer): string => `${SECRET_PREFIX}${key.toString('base64')}`;

/** Whole or not at all: a running gateway may look at the file at any moment. */
function write(file: string, keys: readonly Buffer[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, keys.map((key) => `${encoded(key)}\n`).join(''), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

const read = (file: string): readonly Buffer[] => parseSecrets(readFileSync(file, 'utf8'), file);

function rotate(id: string, options: ConfigOptions): void {
  const { file } = known(id, options);
  const before = existsSync(file) ? read(file).slice(0, 1) : [];
  const key = randomBytes(SECRET_BYTES);
  write(file, [key, ...before]);
  console.log(encoded(key));
  console.error(
    before.length === 0
      ? `Written to ${file}, and shown only now: give it to the receiver.`
      : `Written to ${file}, and shown only now: give it to the receiver. Both secrets sign until \`aisle webhook retire ${id}\`.`,
  );
}

function retire(id: string, options: ConfigOptions): void {
  const { file } = known(id, options);
  if (!existsSync(file)) throw new GatewayError('NOT_FOUND', `${file} is not there; \`aisle webhook rotate ${id}\` makes it`);
  const keys = read(file);
  write(file, keys.slice(0, 1));
  console.error(keys.length > 1 ? 'Only the newest secret signs from now on.' : 'There is one secret only; nothing was changed.');
}

async function test(id: string, options: ConfigOptions): Promise<void> {
  const { webhook, file, folder, store } = known(id, options);
  if (!existsSync(file)) throw new GatewayError('NOT_FOUND', `${file} is not there; \`aisle webhook rotate ${id}\` makes it`);
  const now = Date.now();
  const event = pingEvent(store, now);
  const body = JSON.stringify(webhook.batch === 1 ? event : [event]);
  const token = readSecret(folder, webhook.tokenFile);
  const answer = await createAskHttp({ clock: Date.now, signal: new AbortController().signal })({
    method: 'POST',
    url: webhook.url,
    headers: {
      'content-type': `application/cloudevents${webhook.batch === 1 ? '' : '-batch'}+json; charset=utf-8`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...signedHeaders(read(file), event.id, now, body),
    },
    body,
    timeoutMs: webhook.timeoutS * 1_000,
  });
  const said = shortDetail(answer.body);
  if (answer.status >= 200 && answer.status < 300) {
    console.log(`The receiver took it (${answer.status}).`);
    return;
  }
  throw new GatewayError(
    answer.status === 0 ? 'RECEIVER_UNREACHABLE' : 'RECEIVER_REFUSED',
    answer.status === 0
      ? `no answer from the receiver: ${answer.problem}`
      : `the receiver answered ${answer.status}${said === '' ? '' : `: ${said}`}`,
  );
}
