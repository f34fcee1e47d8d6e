import { cpSync, globSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';
import { cruise } from '../../tools/cruise.ts';
import { temporaryFolder } from '../support/temporary.ts';

const root = join(import.meta.dirname, '..', '..');

/** One forbidden import for every rule: file of the copy, and what stands in it. */
const SEEDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycles': {
    'devices/kit/seed-hen.ts': "import { egg } from './seed-egg.ts';\nexport const hen = (): unknown => egg;\n",
    'devices/kit/seed-egg.ts': "import { hen } from './seed-hen.ts';\nexport const egg = (): unknown => hen;\n",
  },
  'domain-is-pure': {
    'gateway/domain/seed-node.ts': "import { readFileSync } from 'node:fs';\nexport const seed = readFileSync;\n",
    'gateway/domain/seed-package.ts': "import { z } from 'zod';\nexport const seed = z;\n",
    'gateway/domain/seed-errors.ts': "export type { ErrorCode } from '../errors.ts';\n",
  },
  'devices-know-the-domain-types': {
    'devices/generic/seed.ts': "import { createStore } from '../../gateway/domain/create-store.ts';\nexport const seed = createStore;\n",
  },
  'explanations-are-pure': {
    'gateway/explain/seed.ts': "import { openLedger } from '../ledger/open-ledger.ts';\nexport const seed = openLedger;\n",
  },
  'explanations-take-types-only': {
    'gateway/explain/seed-value.ts': "import { sigmoid } from '../domain/statistics.ts';\nexport const seed = sigmoid;\n",
  },
  'http-tells-in-words': {
    'gateway/http/seed.ts': "import { openLedger } from '../ledger/open-ledger.ts';\nexport const seed = openLedger;\n",
  },
  'adapters-know-only-ports': {
    'gateway/observability/seed.ts': "export type { Gateway } from '../compose.ts';\n",
  },
  'adapters-of-hardware-know-the-kit': {
    'gateway/transports/seed.ts': "import { openJournal } from '../journal/open-journal.ts';\nexport const seed = openJournal;\n",
    'gateway/outputs/seed.ts': "export { drivers as seed } from '../../devices/index.ts';\n",
  },
  'ledger-knows-ports-and-contract': {
    'gateway/ledger/seed.ts': "import { buildServer } from '../http/build-server.ts';\nexport const seed = buildServer;\n",
  },
  'exports-know-the-contract': {
    'gateway/exports/seed.ts': "import { openLedger } from '../ledger/open-ledger.ts';\nexport const seed = openLedger;\n",
  },
  'reports-know-the-contract': {
    'gateway/reports/seed.ts': "import { openLedger } from '../ledger/open-ledger.ts';\nexport const seed = openLedger;\n",
  },
  'pipeline-knows-ports': {
    'gateway/pipeline/seed.ts': "import { openLedger } from '../ledger/open-ledger.ts';\nexport const seed = openLedger;\n",
  },
  'config-stands-alone': {
    'gateway/config/seed.ts': "import { openLedger } from '../ledger/open-ledger.ts';\nexport const seed = openLedger;\n",
  },
  'templates-know-the-kit': {
    'firmware-config/seed.ts': "export { drivers as seed } from '../devices/index.ts';\n",
  },
  'simulators-speak-the-wire': {
    'simulators/seed.ts': "import { createStore } from '../gateway/domain/create-store.ts';\nexport const seed = createStore;\n",
  },
  'pages-know-the-contract': {
    'dashboards/web/seed.ts': "import { drivers } from '../../devices/index.ts';\nexport const seed = drivers;\n",
  },
  'pages-take-types-only': {
    'dashboards/player/seed.ts': "import { storeView } from '../../gateway/http/contract.ts';\nexport const seed = storeView;\n",
  },
  'no-orphans': { 'gateway/observability/seed-lonely.ts': 'export const seed = 1;\n' },
};

function copyOfTheProduct(): string {
  const folder = temporaryFolder();
  for (const part of ['gateway', 'devices', 'firmware-config', 'simulators', 'dashboards', 'tools']) {
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !/\/dist(\/|$)/.test(path) });
  }
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.mjs', ...globSync('*.mjs', { cwd: root })]) {
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

describe('the arrows of import', () => {
  it('all point where they may, in files that were really read', () => {
    const { modules, unread, violations } = cruise(root);
    expect(modules).toBeGreaterThan(300);
    expect(unread).toEqual([]);
    expect(violations).toEqual([]);
  });

  it('have a seeded violation here for every rule', () => {
    expect(Object.keys(SEEDS).toSorted()).toEqual(config.forbidden.map(({ name }) => name).toSorted());
  });

  it('are seen when they are broken, by the rule that was broken', () => {
    const folder = copyOfTheProduct();
    for (const [file, text] of Object.values(SEEDS).flatMap((files) => Object.entries(files))) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const { violations } = cruise(folder);
    for (const [rule, files] of Object.entries(SEEDS)) {
      const seen = violations.filter((violation) => violation.rule === rule).map(({ from }) => from);
      // A cycle is told once, from wherever the cruiser entered it.
      if (rule === 'no-cycles') expect(Object.keys(files)).toContain(seen[0]);
      else expect(seen.toSorted(), rule).toEqual(Object.keys(files).toSorted());
    }
  });
});
