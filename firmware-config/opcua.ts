import type { FirmwareTemplate } from './template.ts';

export const opcua: FirmwareTemplate = {
  name: 'opcua',
  drivers: ['opcua-nodes', 'opcua-autoid'],
  description: 'OPC UA servers: end point, certificates and user',
  render({ device, line }) {
    const { url, security, policy, user } = line?.kind === 'opcua' ? line : UNKNOWN;
    return [
      {
        title: 'End point',
        how: 'Switch this end point on in the server, and the others off.',
        text: `${url}\nsecurity mode ${security}, policy ${policy}`,
        file: null,
      },
      {
        title: 'Certificates',
        how: 'Both sides have to trust each other once. The gateway makes its own certificate at the first start, in its data folder under opcua/; after the first try the server shows it as rejected: move it to the trusted ones there. What the gateway thinks of the server is told in the status of the device.',
        text: `trust the certificate of the gateway for ${device.id}`,
        file: null,
      },
      {
        title: 'User',
        how: 'Give the gateway a user of its own that may read the nodes of store.yaml, write only those under `writes` and call only those under `calls`. Its password goes into the file that opcua.passwordFile names.',
        text: user ?? 'no user: the server lets anybody in',
        file: null,
      },
    ];
  },
};

const UNKNOWN = { url: 'opc.tcp://SERVER:4840', security: 'sign-and-encrypt', policy: 'Basic256Sha256', user: null };
