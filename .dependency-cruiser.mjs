/** The arrows of import (docs/architecture.md). Each rule says which folder may not know what. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'A cycle has no order in which to read it.'),
    forbid(
      'domain-is-pure',
      { path: '^gateway/domain/' },
      { pathNot: '^gateway/domain/' },
      'No package, no Node, nothing from outside: what the domain needs is handed in.',
    ),
    forbid(
      'devices-know-the-domain-types',
      { path: '^devices/' },
      { path: '^(gateway|simulators|dashboards)/', pathNot: '^gateway/domain/(units|ids|readings|shop)\\.ts$' },
      'A driver turns bytes into readings.',
    ),
    forbid(
      'adapters-know-only-ports',
      { path: '^gateway/(transports|journal|outputs|http|observability)/([^/]+)' },
      {
        path: '^(gateway/(transports|journal|ledger|outputs|http|observability|pipeline|commands|config|compose|main)|simulators|dashboards|devices)',
        pathNot: ['^gateway/$1/', '^gateway/pipeline/(frame|journal-port|ledger-port)\\.ts$'],
      },
      'Adapters do not know each other; compose.ts wires them.',
    ),
    forbid(
      'ledger-knows-ports-and-contract',
      { path: '^gateway/ledger/' },
      {
        path: '^(gateway/(transports|journal|outputs|http|observability|pipeline|commands|config|compose|main)|simulators|dashboards|devices)',
        pathNot: '^gateway/(pipeline/(frame|journal-port|ledger-port)|http/(contract|ports))\\.ts$',
      },
      'The ledger answers in the shapes of the contract.',
    ),
    forbid(
      'pipeline-knows-ports',
      { path: '^gateway/pipeline/' },
      { path: '^(gateway/(transports|journal|ledger|outputs|http|observability|commands|config|compose|main)|simulators|dashboards)' },
      'Journal, drivers, domain and ledger come in through small interfaces.',
    ),
    forbid(
      'config-stands-alone',
      { path: '^gateway/config/' },
      { path: '^(gateway/(transports|journal|ledger|outputs|http|observability|pipeline|commands|compose|main)|simulators|dashboards)' },
      'Configuration is data for the others.',
    ),
    forbid(
      'simulators-speak-the-wire',
      { path: '^simulators/' },
      { path: '^(gateway|dashboards)/', pathNot: '^gateway/domain/(units|ids|readings)\\.ts$' },
      'A simulator that knew the gateway could not judge it.',
    ),
    forbid(
      'pages-know-the-contract',
      { path: '^dashboards/' },
      { path: '^(gateway|devices|simulators)/', pathNot: '^gateway/http/contract\\.ts$' },
      'Pages know the HTTP contract and nothing behind it.',
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
