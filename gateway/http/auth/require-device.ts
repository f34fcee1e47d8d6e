import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../errors.ts';
import type { RouteDeps } from '../server-deps.ts';
import { parseDeviceCredential } from './device-credential.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The device whose credential this request carries; '' before it was checked. */
    device: string;
  }
}

/** Authenticates after the budget and before the body is read: strangers can neither guess fast nor make the gateway buffer. */
export function requireDevice(deps: RouteDeps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const credential = parseDeviceCredential(request.headers.authorization);
    if (credential !== null && deps.access.verifyDevice(credential.device, credential.secret)) {
      request.device = credential.device;
      return;
    }
    // Names that strangers make up are not repeated: counters by name would grow without end.
    const claimed = deps.access.devicesWithSecret().find((device) => device === credential?.device) ?? '';
    deps.refuse?.('bad-credential', claimed, request.routeOptions.url ?? '', new Uint8Array());
    request.log.warn({ address: request.ip, device: claimed }, 'device credential refused');
    reply.header('www-authenticate', 'Basic realm="devices", charset="UTF-8"');
    throw new GatewayError('DEVICE_CREDENTIAL_INVALID', 'This needs the id and secret of a device.');
  };
}

/** Honest devices keep their own budget: the key is address and claimed device, so a stranger cannot spend theirs. */
export const budgetKey = (request: FastifyRequest): string =>
  `${request.ip} ${parseDeviceCredential(request.headers.authorization)?.device.slice(0, 64) ?? ''}`;
