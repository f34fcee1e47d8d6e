import { brokerContract } from '../support/contracts/broker.contract.ts';
import { startBroker, topicOf } from '../support/embedded-broker.ts';

brokerContract(
  'the embedded broker',
  async () => {
    const { broker, intake, port } = await startBroker();
    return {
      intake,
      publish: broker.publish,
      stop: broker.stop,
      device: (clientId) => ({ host: '127.0.0.1', port, clientId, username: clientId, password: `secret of ${clientId}` }),
    };
  },
  (channel) => topicOf('gate-1', channel),
);
