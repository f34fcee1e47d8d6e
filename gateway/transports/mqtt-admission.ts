import type { AuthenticateError, Client, ConnectPacket } from 'aedes';
import type { Intake } from '../pipeline/frame.ts';
import type { Interests } from './mqtt-interests.ts';
import type { MqttLimits } from './mqtt-limits.ts';
import { isOwnClientId, type Principal } from './mqtt-principal.ts';
import { isWellFormed } from './mqtt-topic.ts';

interface AdmissionOptions {
  readonly intake: Intake;
  /** Null when the credential is not good. Compares in constant time. */
  readonly authenticate: (username: string, password: string, clientId: string) => Principal | null;
  readonly limits: MqttLimits;
  readonly interests: Interests;
}

/** CONNACK return codes. @see MQTT 3.1.1, 3.2.2.3 */
const IDENTIFIER_REJECTED = 2;
const BAD_CREDENTIAL = 4;
const NOT_AUTHORISED = 5;
const NO_BYTES = new Uint8Array();

type Refusal = { readonly code: number; readonly reason: string };
type Verdict = { readonly principal: Principal } | Refusal;

/** Who may connect, and under which client id. */
export function createAdmission(options: AdmissionOptions) {
  const { intake, limits, interests } = options;
  const connects = new WeakMap<Client, ConnectPacket>();
  const principals = new WeakMap<Client, Principal>();
  let anonymous = 0;

  function judge(packet: ConnectPacket | undefined, username: string | undefined, password: Buffer | undefined): Verdict {
    const clientId = packet?.clientId ?? '';
    if (Buffer.byteLength(clientId) > limits.clientIdBytes) return { code: IDENTIFIER_REJECTED, reason: 'client-id-too-long' };
    // A session cannot be kept under a name that is made up anew each time [MQTT-3.1.3-8].
    if (clientId === '' && !packet?.clean) return { code: IDENTIFIER_REJECTED, reason: 'client-id-missing' };
    if (username === undefined || password === undefined) return { code: NOT_AUTHORISED, reason: 'bad-credential' };
    const principal = options.authenticate(username, password.toString(), clientId);
    if (!principal) return { code: BAD_CREDENTIAL, reason: 'bad-credential' };
    if (clientId !== '' && !isOwnClientId(principal.device, clientId)) return { code: IDENTIFIER_REJECTED, reason: 'foreign-client-id' };
    return { principal };
  }

  function refuse(client: Client, username: string | undefined, verdict: Refusal): AuthenticateError {
    intake.refuse(verdict.reason, (username ?? '').slice(0, limits.clientIdBytes), '', NO_BYTES);
    // aedes ends the QoS 2 state of a refused client id when the connection closes: it must not be that of the real device.
    anonymous += 1;
    Object.assign(client, { id: `refused_${anonymous}` });
    return Object.assign(new Error(verdict.reason), { returnCode: verdict.code });
  }

  return {
    principalOf: (client: Client): Principal | undefined => principals.get(client),

    /** Malformed CONNECTs end here without an answer; keepalives are brought down to the limit. */
    preConnect(client: Client, packet: ConnectPacket, done: (error: Error | null, isGood: boolean) => void) {
      const { will, username, password } = packet;
      const texts = [packet.clientId ?? '', username ?? '', will?.topic ?? ''];
      if (!texts.every(isWellFormed)) return done(new Error('ill-formed text in CONNECT [MQTT-1.5.3-1]'), false);
      if (password !== undefined && username === undefined) return done(new Error('password without user name [MQTT-3.1.2-22]'), false);
      if (will && (will.topic === '' || /[+#]/.test(will.topic) || Number(will.qos) > 2)) return done(new Error('impossible will'), false);
      // 0 asks never to be missed: a display that lost its power would be taken for present until the next message to it.
      if (!packet.keepalive || packet.keepalive > limits.keepAliveS) packet.keepalive = limits.keepAliveS;
      connects.set(client, packet);
      done(null, true);
    },

    authenticate(
      client: Client,
      username: string | undefined,
      password: Buffer | undefined,
      done: (error: AuthenticateError | null, isGood: boolean | null) => void,
    ) {
      const packet = connects.get(client);
      const verdict = judge(packet, username, password);
      if (!('principal' in verdict)) return done(refuse(client, username, verdict), false);
      principals.set(client, verdict.principal);
      // One session per device may wait for its owner; any number of client ids keeping one would grow without bound.
      if (packet && packet.clientId !== verdict.principal.device) {
        packet.clean = true;
        Object.assign(client, { clean: true });
      }
      interests.join(client);
      done(null, true);
    },
  };
}
