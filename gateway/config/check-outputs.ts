import { hasValidCheckDigit } from '../../devices/kit/epc/check-digit.ts';
import { TELLABLE, typesLike } from '../domain/told.ts';
import { didYouMean } from './did-you-mean.ts';
import { compileFilter } from './event-filter.ts';
import type { PartialConfig } from './partial-config.ts';
import type { Path } from './problem.ts';
import type { WebhookConfig } from './schema-outputs.ts';
import type { Finding } from './schema-problems.ts';

/** Most characters of the extension of a GLN. @see GS1 General Specifications, application identifier 254 */
const EXTENSION = 20;

/** Receivers have names of their own, addresses that keep what is sent between the two, and want events that exist. */
export function checkOutputs(config: PartialConfig): Finding[] {
  const found: Finding[] = [];
  const ids = new Set<string>();
  for (const { index, value: webhook } of config.webhooks) {
    const path = ['outputs', 'webhooks', index];
    if (ids.has(webhook.id)) found.push({ path: [...path, 'id'], message: 'another webhook has that name', got: webhook.id });
    ids.add(webhook.id);
    found.push(...checkAddress([...path, 'url'], webhook.url, webhook.purpose), ...checkEvents([...path, 'events'], webhook.events));
    found.push(...checkFilter([...path, 'when'], webhook));
  }
  const { epcis } = config.outputs;
  if (epcis !== undefined) {
    found.push(...checkAddress(['outputs', 'epcis', 'url'], epcis.url, undefined));
    found.push(...checkEvents(['outputs', 'epcis', 'events'], epcis.events));
  }
  return [...found, ...checkLocation(config)];
}

function checkAddress(path: Path, address: string, purpose: WebhookConfig['purpose']): Finding[] {
  const url = new URL(address);
  // What was found is not shown: it may be the secret itself.
  if (url.username !== '' || url.password !== '') return [{ path, message: 'must not hold a name or password; use tokenFile' }];
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return [{ path, message: 'must begin with https:// or http://', got: address }];
  if (url.hash !== '') return [{ path, message: 'must not hold a #, which no server sees' }];
  if (purpose !== undefined && url.protocol === 'http:' && !isThisMachine(url.hostname))
    return [{ path, message: 'must be https where pseudonyms of visitors are told', got: address }];
  return [];
}

const isThisMachine = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

const checkEvents = (path: Path, patterns: readonly string[]): Finding[] =>
  patterns.flatMap((pattern, index): Finding[] => {
    if (typesLike(pattern).length > 0) return [];
    const families = [...new Set(TELLABLE.map((type) => `${type.split('.', 1)[0]}.*`))];
    return [{ path: [...path, index], message: `no event of that type${didYouMean(pattern, [...TELLABLE, ...families])}`, got: pattern }];
  });

function checkFilter(path: Path, { when }: WebhookConfig): Finding[] {
  const compiled = compileFilter(when);
  if (compiled.ok) return [];
  const excerpt = compiled.excerpt
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  return [{ path, message: `${compiled.message}\n${excerpt}` }];
}

/** Zones become the extension of the shop's GLN. */
function checkLocation({ store, zones }: PartialConfig): Finding[] {
  if (store.gln === undefined) return [];
  const found: Finding[] = [];
  if (!hasValidCheckDigit(store.gln))
    found.push({ path: ['store', 'gln'], message: 'its last digit is not the check digit', got: store.gln });
  for (const { index, value } of zones) {
    if (value.id.length <= EXTENSION) continue;
    const message = `is longer than ${EXTENSION} characters: with store.gln, zones are named by the extension of the GLN, which holds no more`;
    found.push({ path: ['zones', index, 'id'], message, got: value.id });
  }
  return found;
}
