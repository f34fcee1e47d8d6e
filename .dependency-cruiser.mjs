/** The arrows of import (docs/architecture.md). Each rule says which folder may not know what. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

/** Our own code; each rule then names what of it is allowed. */
const OURS = '^(gateway|devices|firmware-config|simulators|dashboards|tools|test)/';
const DOMAIN = '^gateway/domain/';
const ERRORS = '^gateway/errors\\.ts$';
const PORTS = '^gateway/pipeline/(frame|journal-port|ledger-port)\\.ts$';

export default {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'A cycle has no order in which to read it.'),
    forbid(
      'domain-is-pure',
      { path: DOMAIN },
      { pathNot: DOMAIN },
      'No package, no Node, nothing from outside: what the domain needs is handed in.',
    ),
    forbid(
      'devices-know-the-domain-types',
      { path: '^devices/' },
      { path: OURS, pathNot: ['^devices/', '^gateway/domain/(units|ids|readings|shop)\\.ts$'] },
      'A driver turns bytes into readings.',
    ),
    forbid(
      'explanations-are-pure',
      { path: '^gateway/explain/' },
      { pathNot: ['^gateway/explain/', DOMAIN] },
      'Events in, sentences out: no package, no Node, nothing of the adapters.',
    ),
    forbid(
      'explanations-take-types-only',
      { path: '^gateway/explain/' },
      { path: DOMAIN, dependencyTypesNot: ['type-only'] },
      'What was decided is told as it was decided, not worked out again.',
    ),
    forbid(
      'http-tells-in-words',
      { path: '^gateway/http/' },
      { path: OURS, pathNot: ['^gateway/http/', '^gateway/explain/', DOMAIN, ERRORS, PORTS] },
      'The API serves what the ledger and the running process answer, and puts it into words.',
    ),
    forbid(
      'adapters-know-only-ports',
      { path: '^gateway/(journal|observability)/' },
      { path: OURS, pathNot: ['^gateway/$1/', DOMAIN, ERRORS, PORTS] },
      'Adapters do not know each other; compose.ts wires them.',
    ),
    forbid(
      'adapters-of-hardware-know-the-kit',
      { path: '^gateway/(transports|outputs)/' },
      { path: OURS, pathNot: ['^gateway/$1/', DOMAIN, ERRORS, PORTS, '^devices/kit/'] },
      'What hardware says on the wire is written down once, in the kit of the drivers.',
    ),
    forbid(
      'ledger-knows-ports-and-contract',
      { path: '^gateway/ledger/' },
      { path: OURS, pathNot: ['^gateway/ledger/', DOMAIN, ERRORS, PORTS, '^gateway/http/(contract[a-z-]*|ports)\\.ts$'] },
      'The ledger answers in the shapes of the contract.',
    ),
    forbid(
      'exports-know-the-contract',
      { path: '^gateway/exports/' },
      { path: OURS, pathNot: ['^gateway/exports/', '^gateway/http/(csv|ports)\\.ts$', '^devices/kit/epc/'] },
      'Files for other programs are made of what the reader answers.',
    ),
    forbid(
      'reports-know-the-contract',
      { path: '^gateway/reports/' },
      {
        path: OURS,
        pathNot: [
          '^gateway/reports/',
          '^gateway/http/(contract[a-z-]*|csv|ports)\\.ts$',
          '^gateway/explain/words\\.ts$',
          PORTS,
          '^gateway/config/catalogue\\.ts$',
        ],
      },
      'A report is made of what the reader answers, and asks nobody else.',
    ),
    forbid(
      'pipeline-knows-ports',
      { path: '^gateway/pipeline/' },
      { path: OURS, pathNot: ['^gateway/pipeline/', DOMAIN, ERRORS, '^devices/'] },
      'Journal, drivers, domain and ledger come in through small interfaces.',
    ),
    forbid(
      'config-stands-alone',
      { path: '^gateway/config/' },
      { path: OURS, pathNot: ['^gateway/config/', DOMAIN, ERRORS, '^devices/'] },
      'Configuration is data for the others.',
    ),
    forbid(
      'templates-know-the-kit',
      { path: '^firmware-config/' },
      { path: OURS, pathNot: ['^firmware-config/', '^devices/kit/'] },
      'The settings of hardware are data from store.yaml, handed in.',
    ),
    forbid(
      'simulators-speak-the-wire',
      { path: '^simulators/' },
      { path: OURS, pathNot: ['^simulators/', '^devices/', '^gateway/domain/(units|ids|readings)\\.ts$'] },
      'A simulator that knew the gateway could not judge it.',
    ),
    forbid(
      'pages-know-the-contract',
      { path: '^dashboards/' },
      { path: OURS, pathNot: ['^dashboards/', '^gateway/http/contract[a-z-]*\\.ts$'] },
      'Pages know the HTTP contract and nothing behind it.',
    ),
    forbid(
      'pages-take-types-only',
      { path: '^dashboards/' },
      { path: '^gateway/', dependencyTypesNot: ['type-only'] },
      'The schemas and their library do not go to browsers.',
    ),
    forbid(
      'no-orphans',
      { orphan: true, pathNot: ['\\.d\\.ts$', '\\.config\\.ts$', '/worker\\.ts$', '-worker\\.ts$'] },
      {},
      'A file that nobody imports is not part of the product.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js'], conditionNames: ['import', 'node', 'default'] },
  },
};
