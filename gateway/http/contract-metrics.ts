import { z } from 'zod';

const texts = z.object({ en: z.string(), 'zh-TW': z.string(), 'zh-CN': z.string() });

export const metricView = z.object({
  id: z.string().describe('Stays for ever'),
  version: z.int().describe('Rises when the formula changes'),
  name: texts,
  meaning: texts,
  formula: z.string(),
  unit: z.enum(['count', 'share', 'minor', 'days', 'seconds', 'score', 'points', 'text']),
  minimum: z.object({ n: z.int(), of: texts }).nullable().describe('Below this the figure is not shown'),
  sources: z.array(z.string()).describe('Where the definition comes from'),
});

export type MetricView = z.infer<typeof metricView>;
