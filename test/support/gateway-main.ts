import { drivers } from '../../devices/index.ts';
import { startGateway } from '../../gateway/compose.ts';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { createLog } from '../../gateway/observability/log.ts';

/** The program of `startGatewayProcess`: gateway of argv[2] over the data of argv[3], with a checkpoint every argv[4] ms; tells its parent where it listens. */
const [, , file, dataFolder = '', checkpointEveryMs] = process.argv;
const loaded = loadConfig({ file, env: {}, flags: { 'http.port': 0, 'broker.port': 0 }, drivers });
const gateway = await startGateway({
  loaded,
  dataFolder,
  env: {},
  log: createLog({ level: 'warn', isPretty: false }),
  webRoot: dataFolder,
  limits: { messagesPerSecond: 1e6, bytesPerSecond: 1e9 },
  ...(checkpointEveryMs === undefined ? {} : { checkpointEveryMs: Number(checkpointEveryMs) }),
  onBroken: (error) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(3);
  },
});
const secrets = Object.fromEntries(loaded.config.devices.map(({ id }) => [id, gateway.access.rotateDevice(id)]));
process.on('message', () => process.send?.({ backlog: gateway.backlog() }));
process.once('SIGTERM', () => {
  gateway.stop().then(
    () => process.exit(0),
    () => process.exit(4),
  );
});
// Last of all: whoever hears it may stop us at once.
process.send?.({ mqttPort: gateway.mqttPort, url: gateway.url, secrets });
