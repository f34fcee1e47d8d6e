import { isAbsolute, normalize } from 'node:path';
import { didYouMean } from './did-you-mean.ts';
import type { PartialConfig } from './partial-config.ts';
import type { Finding } from './schema-problems.ts';

/** Reports have names of their own, a time that is one day's, and go where the shop knows something to be. */
export function checkReports({ reports, webhooks }: PartialConfig): Finding[] {
  const found: Finding[] = [];
  const ids = new Set<string>();
  const receivers = webhooks.map(({ value }) => value.id);
  for (const { index, value: report } of reports) {
    const path = ['reports', index];
    if (ids.has(report.id)) found.push({ path: [...path, 'id'], message: 'another report has that name', got: report.id });
    ids.add(report.id);
    if (report.at === '24:00')
      found.push({ path: [...path, 'at'], message: 'must be a time of one day: 00:00 is its beginning', got: report.at });
    const { folder, webhook } = report.to;
    if (folder !== undefined && leavesDataFolder(folder))
      found.push({ path: [...path, 'to', 'folder'], message: 'leads out of the data folder; name another one from the root', got: folder });
    if (webhook !== undefined && !receivers.includes(webhook))
      found.push({ path: [...path, 'to', 'webhook'], message: `no webhook of that name${didYouMean(webhook, receivers)}`, got: webhook });
  }
  return found;
}

const leavesDataFolder = (folder: string): boolean => !isAbsolute(folder) && /^\.\.(?:[/\\]|$)/.test(normalize(folder));
