import type { FirmwareTemplate } from './template.ts';

/** Counters and systems that push over HTTP: one address and a user for all of them. */
export const httpPush: FirmwareTemplate = {
  name: 'http-push',
  drivers: ['hikvision-people-counting', 'xovis-push', 'milesight-vs125', 'epcis-capture'],
  description: 'hardware that pushes over HTTP: address and user',
  render: ({ gateway, credential }) => [
    {
      title: 'Where it pushes to',
      how: 'Enter it as the receiver of data (HTTP listening host, data push, HTTP(s) POST). Basic authentication; any of JSON, XML, multipart.',
      text: `${gateway.url}/api/v1/readings\nuser      ${credential.user}\npassword  ${credential.password}`,
      file: null,
    },
    {
      title: 'Try it',
      how: 'It asks for the password; 204 means that the message is on disk. What it means is told by `aisle decode`.',
      text: `curl -i -u ${credential.user} -H 'content-type: application/octet-stream' --data-binary @message ${gateway.url}/api/v1/readings`,
      file: null,
    },
  ],
};
