import { writeMessage } from '../devices/kit/llrp/message.ts';
import { MESSAGE } from '../devices/kit/llrp/numbers.ts';
import { type RoSpec, writeRoSpec } from '../devices/kit/llrp/ro-spec.ts';
import { type FirmwareTemplate, json, type LineFacts, type ProvisionInput } from './template.ts';

type LlrpFacts = Extract<LineFacts, { kind: 'llrp' }>;

/** As the gateway asks for it, before it knows the power table of the reader. */
const roSpec = ({ device }: ProvisionInput, line: LlrpFacts | null): RoSpec => ({
  id: 1,
  start: 'immediate',
  stopAfterMs: null,
  antennas: device.antennas,
  inventoryId: 1,
  session: line?.session ?? 1,
  population: line?.population ?? 32,
  mode: line?.mode ?? null,
  transmitter: null,
  report: 'each-tag',
});

const inLines = (hex: string): string => (hex.match(/.{1,64}/g) ?? []).join('\n');

export const llrp: FirmwareTemplate = {
  name: 'llrp',
  drivers: ['llrp'],
  description: 'LLRP readers: what the gateway sets up in the reader',
  render(input) {
    const line = input.line?.kind === 'llrp' ? input.line : null;
    const spec = roSpec(input, line);
    return [
      {
        title: 'Reader',
        how: 'Choose LLRP in the web page of the reader (Impinj: reader interface RAIN/LLRP), unencrypted, one client. Nothing else has to be set: the gateway deletes what is in the reader and sets it up anew on every connection.',
        text: `${line?.host ?? 'READER'}:${line?.port ?? 5_084}, keep-alive every ${line?.keepaliveS ?? 5} s`,
        file: null,
      },
      {
        title: 'ROSpec, in words',
        how: 'Change it under `llrp` in store.yaml.',
        text: json({ ...spec, powerDbm: line?.powerDbm ?? 'the most that the reader offers' }),
        file: null,
      },
      {
        title: 'ROSpec, as ADD_ROSPEC on the wire',
        how: 'For a look with other tools; the power table of the reader may add the transmitter to it.',
        text: inLines(Buffer.from(writeMessage(MESSAGE.ADD_ROSPEC, 1, writeRoSpec(spec))).toString('hex')),
        file: 'add-rospec.hex',
      },
    ];
  },
};
