import { CUSTOMER_METRICS } from '../gateway/domain/metrics/customer-metrics.ts';
import type { Metric } from '../gateway/domain/metrics/metric.ts';

const BEGIN = '<!-- Written by tools/write-references.ts from gateway/domain/metrics/customer-metrics.ts. -->';
const END = '<!-- Until here. -->';

/** docs/customers.md with its definitions as the metric data have them; what stands around them stays. Throws when it lacks the marks. */
export function customersDocument(text: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error('docs/customers.md lacks the marks between which the definitions stand');
  return `${text.slice(0, begin)}${BEGIN}\n\n${CUSTOMER_METRICS.map(section).join('\n')}\n${text.slice(end)}`;
}

const section = ({ id, version, name, meaning, formula, unit, minimum, sources }: Metric): string =>
  [
    `### ${name.en}`,
    '',
    `\`${id}\`, version ${version} · ${name['zh-TW']} · ${name['zh-CN']}`,
    '',
    `${meaning.en}.`,
    '',
    `- Formula: \`${formula}\``,
    `- Unit: ${unit}${minimum === null ? '' : `; shown from ${minimum.n} ${minimum.of.en} on`}`,
    `- Sources: ${sources.join('; ')}`,
    '',
  ].join('\n');
