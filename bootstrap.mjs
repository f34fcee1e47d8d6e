// Makes a fresh clone runnable on any Node >= 20, then hands over to the task: installs the packages that the lockfile
// names and, when the machine's Node is older than the one we run on, the `node` package of the same registry.
// Plain JavaScript on purpose: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RUNTIME_ENV, RUNTIME_FLAGS } from './runtime-flags.mjs';

const RUNTIME_MAJOR = 24;
const RUNTIME_PACKAGE = 'node@24.21.0';
const root = import.meta.dirname ?? fileURLToPath(new URL('.', import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.silent-aisle-stamp');
const runtimeStampFile = join(modules, '.silent-aisle-runtime');

const tasks = {
  demo: ['gateway/main.ts', 'demo'],
  start: ['gateway/main.ts', 'start'],
  aisle: ['gateway/main.ts'],
  build: ['tools/build-dashboards.ts'],
  test: ['tools/test.ts'],
  bench: ['test/bench/main.ts'],
  accuracy: ['tools/accuracy.ts'],
  check: ['tools/check.ts'],
};

function npm(args, why) {
  process.stderr.write(`${why}\n`);
  const npmCli = process.env.npm_execpath;
  const [command, prefix] = npmCli?.endsWith('.js') && isStillThere() ? [process.execPath, [npmCli]] : ['npm', []];
  const done = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !npmCli && process.platform === 'win32',
  });
  if (done.status === 0) return;
  const what = done.error
    ? `could not be started (${done.error.message}): is npm installed?`
    : 'failed: is the package registry reachable?';
  process.stderr.write(`\n\`npm ${args.join(' ')}\` ${what}\nNothing was started. Once it works by hand, start again.\n`);
  process.exit(exitCode(done.status, done.signal));
}

/** A process that a signal ended has no code of its own; shells say 128 and the signal's number. */
const exitCode = (status, signal) => (signal ? 128 + constants.signals[signal] : (status ?? 1));

const holds = (file, text) => existsSync(file) && readFileSync(file, 'utf8') === text;

/** npm scripts find the Node beside the packages first, so it may be what runs this; installing packages anew deletes it. */
const isStillThere = () => existsSync(process.execPath);

function ensurePackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (holds(stampFile, wanted)) return;
  // `test` and `check` need what NODE_ENV=production would leave out.
  npm(
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    'Installing packages (first start only, about half a minute) ...',
  );
  mkdirSync(modules, { recursive: true });
  // Last: an install that was interrupted leaves no stamp and is done again.
  writeFileSync(stampFile, wanted);
}

/** The Node to run on: this one when it is new enough, else the one from the registry, installed beside the packages. */
function ensureRuntime() {
  if (Number(process.versions.node.split('.')[0]) >= RUNTIME_MAJOR && isStillThere()) return process.execPath;
  const binary = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!holds(runtimeStampFile, RUNTIME_PACKAGE) || !existsSync(binary)) {
    npm(
      ['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error', RUNTIME_PACKAGE],
      `Installing ${RUNTIME_PACKAGE} beside the packages: the machine's own Node is older than ${RUNTIME_MAJOR} ...`,
    );
    writeFileSync(runtimeStampFile, RUNTIME_PACKAGE);
  }
  return binary;
}

const [task = '', ...args] = process.argv.slice(2);
const entry = tasks[task];
if (!entry) {
  process.stderr.write(`usage: node bootstrap.mjs ${Object.keys(tasks).join('|')} [arguments]\n`);
  process.exit(2);
}
ensurePackages();
const node = ensureRuntime();
const path = [join(node, '..'), join(modules, '.bin'), process.env.PATH].join(delimiter);
// The small heap is for what runs all day; a replay or a test would rather be fast.
const runsAllDay = task === 'demo' || task === 'start';
const flags = runsAllDay ? RUNTIME_FLAGS : ['--disable-warning=ExperimentalWarning'];
const child = spawn(node, [...flags, join(root, entry[0]), ...entry.slice(1), ...args], {
  stdio: 'inherit',
  env: { ...(runsAllDay ? RUNTIME_ENV : {}), ...process.env, PATH: path },
});
// What runs decides when it has stopped; a terminal sends Ctrl-C to it as well, so that it may hear it twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`${node} could not be started: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(exitCode(code, signal)));
