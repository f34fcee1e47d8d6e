import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isObject, type JsonObject, type Refusal, refuse } from './json.ts';

const MAX_DEPTH = 16;
const LONGEST = 65_536;

/**
 * Elements become keys without their namespace, their text stays text, repeated elements become lists, attributes are left
 * out. Entities are not resolved, so no document can grow.
 */
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: false,
  maxNestedTags: MAX_DEPTH,
});

/**
 * The root element of an XML text, by its name. Refuses what is not well formed (`not-xml` is no code of ours: `unknown-shape`),
 * document types, nesting deeper than 16, more than 64 Ki characters and names that could reach an object's prototype. Never throws.
 */
export function readXml(text: string): { readonly ok: true; readonly value: JsonObject } | Refusal {
  if (text.length > LONGEST) return refuse('too-many', `more than ${LONGEST} characters`);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return refuse('unknown-shape', 'a document type is not taken');
  try {
    if (XMLValidator.validate(text) !== true) return refuse('unknown-shape', 'XML that is not well formed');
    const value: unknown = parser.parse(text);
    return isObject(value) ? { ok: true, value } : refuse('unknown-shape', 'no element');
  } catch {
    // The parser's message quotes the document. It throws for nesting that is too deep and for forbidden names.
    return refuse('too-deep', `nested deeper than ${MAX_DEPTH}, or a forbidden name`);
  }
}
