import { createServer } from 'node:net';
import { Aedes } from 'aedes';

/** The yardstick: aedes as it comes, with nothing behind it. Tells its parent the port. */
const broker = new Aedes();
await broker.listen();
const server = createServer(broker.handle);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') process.send?.({ mqttPort: address.port });
});
process.once('SIGTERM', () => process.exit(0));
