import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { metratec } from '../../../devices/uhf/metratec.ts';
import { decodeOne, describeStream, epcsOf, FIRST_EPC, hear, readingsOf, streamOf, wordsOf } from './stream-checks.ts';

describeStream(metratec, { isChecked: false });

const TID = 'E2801160200074A1B2C3D4E5';
const OTHER = '30340242201D884000000002';
const lines = (...texts: readonly string[]): Buffer => Buffer.from(texts.map((text) => `${text}\r\n`).join(''));
const tag = (line: string, settings = {}) =>
  readingsOf([decodeOne(metratec, lines(`+CINV: ${line}`, '+CINV: <ROUND FINISHED, ANT=2>'), freshContext(metratec, 'gate', settings))])[0];

describe('metratec', () => {
  it('gives the antenna of the last line to all tags of the round, and to none of the next', () => {
    const heard = hear(metratec, [
      lines(
        `+CINV: ${FIRST_EPC}`,
        `+CINV: ${OTHER}`,
        '+CINV: <ROUND FINISHED, ANT=3>',
        `+CINV: ${FIRST_EPC}`,
        '+CINV: <ROUND FINISHED, ANT=1>',
      ),
    ]);
    expect(readingsOf(heard)).toMatchObject([
      { epc: FIRST_EPC, antenna: 3 },
      { epc: OTHER, antenna: 3 },
      { epc: FIRST_EPC, antenna: 1 },
    ]);
  });

  it('does not lose the antenna through an answer or an error in the middle of the round', () => {
    const heard = hear(metratec, [lines(`+CINV: ${FIRST_EPC}`, 'OK', '+CINV: <Antenna Error>', '+CINV: <ROUND FINISHED, ANT=3>')]);
    expect(readingsOf(heard)).toMatchObject([
      { epc: FIRST_EPC, antenna: 3 },
      { kind: 'state', values: { antennaFault: true } },
    ]);
  });

  it('gives a round that silence breaks off without its antenna, and no half line', () => {
    const heard = hear(metratec, [lines(`+CINV: ${FIRST_EPC}`), Buffer.from(`+CINV: ${OTHER.slice(0, 16)}`)]);
    expect(readingsOf(heard)).toMatchObject([{ epc: FIRST_EPC, antenna: 0 }]);
    expect(heard).toContainEqual(expect.objectContaining({ ok: false, code: 'bad-checksum' }));
  });

  it('gives a round without an end in parts', () => {
    const heard = hear(metratec, [lines(...new Array(2_500).fill(`+CINV: ${FIRST_EPC}`))]);
    expect(heard).toHaveLength(3);
    expect(epcsOf(heard)).toHaveLength(2_500);
  });

  it.each([
    ['epc', FIRST_EPC, { tid: null, detail: null }],
    ['auto', `${FIRST_EPC},${TID},1755`, { tid: TID, detail: { rssiRaw: 1_755 } }],
    ['auto', `${FIRST_EPC},-61`, { tid: null, detail: { rssiRaw: -61 } }],
    ['auto', `${FIRST_EPC},${TID}`, { tid: TID, detail: null }],
    ['epc-tid', `${FIRST_EPC},12345678`, { tid: '12345678', detail: null }],
    ['epc-signal', `${FIRST_EPC},1200`, { tid: null, detail: { rssiRaw: 1_200 } }],
    ['epc-tid-signal', `${FIRST_EPC},,1200`, { tid: null, detail: { rssiRaw: 1_200 } }],
  ])('with fields %s reads %s', (fields, line, expected) =>
    expect(tag(line, { fields })).toMatchObject({ antenna: 2, rssi: null, ...expected }),
  );

  it('keeps a tag whose TID could not be read', () => {
    const decoded = decodeOne(metratec, lines(`+CINV: ${FIRST_EPC},<ACCESS ERROR>,1200`));
    expect(decoded).toMatchObject({ readings: [{ epc: FIRST_EPC, tid: null, detail: { rssiRaw: 1_200 } }], warnings: ['tid-unreadable'] });
  });

  it.each([
    ['+INV: <NO TAGS FOUND>', { none: 'no-tag' }],
    ['+CINV: <ROUND FINISHED, ANT=2>', { none: 'round-end' }],
    ['+CMINV: <ROUND FINISHED, ANT=2>', { none: 'round-end' }],
    ['OK', { none: 'command-reply' }],
    ['AT+CINV', { none: 'command-reply' }],
    ['+HBT: 5', { none: 'command-reply' }],
    ['ERROR', { none: 'command-reply', warnings: ['command-failed'] }],
  ])('takes %s for no read', (text, expected) => expect(decodeOne(metratec, text)).toEqual({ ok: true, readings: [], ...expected }));

  it('says model, firmware and serial number', () => {
    const heard = hear(metratec, [lines('+SW: PULSAR_LR 0110', '+HW: PULSAR_LR 0102', '+SERIAL: 2026010112340000', 'OK')]);
    expect(readingsOf(heard)).toMatchObject([{ firmware: 'PULSAR_LR 0110' }, { model: 'PULSAR_LR 0102' }, { serial: '2026010112340000' }]);
  });

  it.each([
    ['an EPC of 23 digits', '+CINV: 30340242201D88400000001', 'bad-epc'],
    ['an antenna that no reader has', `+CINV: ${FIRST_EPC}\r+CINV: <ROUND FINISHED, ANT=999>`, 'out-of-range'],
    ['another line inside a round', `+CINV: ${FIRST_EPC}\rhello`, 'unknown-shape'],
    ['markup', '<event><time/></event>', 'unknown-shape'],
    ['nothing but line ends', '\r\n\r\n', 'empty'],
    ['bytes that are no text', Buffer.from([0x2b, 0xff]), 'not-utf8'],
  ])('refuses %s', (_name, text, code) => expect(decodeOne(metratec, text)).toMatchObject({ ok: false, code }));

  it('stops, asks who is there, sets up and starts', () => {
    const said = (settings: object, antennas: readonly number[]) =>
      wordsOf(metratec, 10, settings, antennas)
        .filter((word) => word !== '-')
        .map((word) => Buffer.from(word, 'hex').toString());
    expect(said({}, [1])).toEqual(['AT+BINV\r', 'ATI\r', 'AT+BINV\r', 'AT+CINV\r']);
    expect(said({ fields: 'epc-tid-signal' }, [1, 3])).toEqual([
      'AT+BINV\r',
      'ATI\r',
      'AT+BINV\r',
      'AT+INVS=0,1,1\r',
      'AT+MUX=3\r',
      'AT+CMINV\r',
    ]);
    expect(said({ fields: 'epc' }, [2]).slice(3)).toEqual(['AT+INVS=0,0,0\r', 'AT+ANT=2\r', 'AT+CINV\r']);
    expect(streamOf(metratec).stop?.({ antennas: [1], settings: {} })).toEqual([Buffer.from('AT+BINV\r')]);
  });
});
