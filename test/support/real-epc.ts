import { expect } from 'vitest';
import { decodeEpc, type EpcFacts } from '../../devices/kit/epc/decode-epc.ts';
import { identifyEpc } from '../../devices/kit/epc/identify-epc.ts';
import { asId, type Epc } from '../../gateway/domain/ids.ts';
import { type Sample, sampleBytes } from './corpus.ts';

/** Names of the corpus and the fact that carries each. */
const FACT_OF: Readonly<Record<string, (facts: EpcFacts, expected: Sample['expected']) => unknown>> = {
  header: ({ header }, { header: printed }) => (printed === undefined ? undefined : header),
  scheme: ({ scheme }) => scheme,
  filter: ({ filter }) => filter,
  tag_uri: ({ tagUri }) => tagUri,
  pure_uri: ({ pureUri }) => pureUri,
  element_string: ({ elementString }) => elementString,
  digital_link_path: ({ digitalLinkPath }) => digitalLinkPath,
  // The standard prints some links at a domain of its own choice: the path is what the code says.
  digital_link: ({ digitalLink, digitalLinkPath }, expected) =>
    String(expected.digital_link).startsWith('https://id.gs1.org/') ? digitalLink : `https://example.com${digitalLinkPath}`,
  gtin14: ({ gtin14 }) => gtin14,
  serial: ({ serial }) => serial,
  extension: ({ extension }) => extension,
  sscc18: ({ sscc18 }) => sscc18,
  gsrn18: ({ gsrn18 }) => gsrn18,
  gln13: ({ gln13 }) => gln13,
  loyalty_candidate: ({ loyaltyCandidate }) => loyaltyCandidate,
  identity_is_unique: ({ identity }) => identity !== 'factory',
};

const hexOf = (sample: Sample): string => {
  const payload = sample.payload as { readonly epc_hex?: string } | undefined;
  return payload?.epc_hex ?? Buffer.from(sampleBytes(sample)).toString('hex');
};

/** All that is printed beside a code, and that the quick way of the hot path takes it for the same thing. */
export function checkEpcSample(sample: Sample): void {
  const facts = decodeEpc(hexOf(sample));
  const { kind, ...printed } = sample.expected;
  expect(kind).toBe('epc');
  expect(Object.keys(printed).length).toBeGreaterThan(2);
  for (const [name, value] of Object.entries(printed)) {
    const fact = FACT_OF[name];
    expect(fact, `no fact for ${name}`).toBeDefined();
    expect(fact?.(facts, sample.expected), name).toBe(value);
  }
  const identity = identifyEpc(asId<Epc>(hexOf(sample).toUpperCase()));
  if (facts.identity === 'factory') expect(identity).toEqual({ kind: 'factory', gtin: null });
  else expect(identity).toEqual(facts.gtin14 === null ? { kind: 'other', gtin: null } : { kind: 'gs1', gtin: facts.gtin14 });
}
