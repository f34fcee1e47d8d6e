import { describe, expect, it } from 'vitest';
import type { DeviceDriver } from '../../../devices/kit/define-device.ts';
import { nci } from '../../../devices/scales/nci.ts';
import { sma } from '../../../devices/scales/sma.ts';
import { toledo8217 } from '../../../devices/scales/toledo-8217.ts';
import { readStream, weightsOf } from '../../support/listener.ts';

const asked = (driver: DeviceDriver, turns: number): string[] =>
  Array.from({ length: turns }, (_, turn) => driver.stream?.poll?.say(turn, { antennas: [1], settings: driver.settings?.parse({}) }) ?? [])
    .flat()
    .map((bytes) => Buffer.from(bytes).toString());

describe('nci', () => {
  const read = (field: string | null, status: string) => readStream(nci, `${field === null ? '' : `\n${field}\r`}\n${status}\r\x03`);

  it('asks for the weight', () => expect(asked(nci, 2)).toEqual(['W\r', 'W\r']));

  it('believes the status before the number', () => {
    const field = '0001.37kg';
    const rows: readonly (readonly [string, string])[] = [
      ['02', 'overload'],
      ['01', 'underload'],
      ['40', 'scale-error'],
      ['80', 'scale-error'],
      ['04', 'scale-error'],
      ['08', 'scale-error'],
      ['0p8', 'scale-error'],
    ];
    for (const [status, why] of rows) expect(read(field, status), status).toEqual({ readings: [], none: [why], refused: [] });
    for (const status of ['00', '20', '0p0', '0pp2', '0p4']) expect(weightsOf(read(field, status)), status).toEqual([[1_370, true]]);
    for (const status of ['10', '30', '1p4']) expect(weightsOf(read(field, status)), status).toEqual([[1_370, false]]);
  });

  it('turns its units into grams, and makes nothing of a status alone', () => {
    expect(weightsOf(read(' 0012.5oz', '00'))[0]?.[0]).toBeCloseTo(354.369, 3);
    expect(weightsOf(read('-  0.25lb', '00'))[0]?.[0]).toBeCloseTo(-113.398, 3);
    expect(read(null, '20')).toEqual({ readings: [], none: ['status'], refused: [] });
    expect(read(null, '?')).toEqual({ readings: [], none: ['command-refused'], refused: [] });
  });
});

describe('sma', () => {
  const read = (line: string) => readStream(sma, `\n${line}\r`);

  it('asks what it is, then for the weight', () =>
    expect(asked(sma, 6)).toEqual(['A', 'B', 'B', 'B', 'W', 'W'].map((word) => `\n${word}\r`)));

  it('believes the status before the number', () => {
    for (const [status, why] of [
      ['O', 'overload'],
      ['U', 'underload'],
      ['E', 'scale-error'],
      ['I', 'scale-error'],
      ['T', 'scale-error'],
      ['e', 'no-weight'],
    ])
      expect(read(`${status}1G       1.370kg `), status).toEqual({ readings: [], none: [why], refused: [] });
    expect(weightsOf(read('Z1G       0.000kg '))).toEqual([[0, true]]);
    expect(weightsOf(read(' 2nM    -1.3700g  '))).toEqual([[-1.37, false]]);
  });

  it('takes names and dashes for what they are', () => {
    expect(weightsOf(read('MOD: 1G       1.370kg '))).toEqual([]);
    expect(read('MFG:Example').none).toEqual(['command-reply']);
    expect(read('SMA:1/1.0').none).toEqual(['command-reply']);
    expect(read(' 1G  ----------   ').none).toEqual(['no-weight']);
    for (const line of ['?', '!']) expect(read(line).none).toEqual(['command-refused']);
  });

  it('refuses other units and weights that are too narrow', () => {
    expect(read(' 1G       1.370l/o').refused).toEqual(['unknown-shape']);
    expect(read(' 1G     1.370kg ').refused).toEqual(['unknown-shape']);
  });
});

describe('toledo-8217', () => {
  const read = (answer: string, settings: unknown = {}) => readStream(toledo8217, `\x02${answer}\r`, settings);

  it('asks for the weight on a line with seven bits', () => {
    expect(asked(toledo8217, 2)).toEqual(['W', 'W']);
    expect(toledo8217.stream?.line).toEqual({ baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1 });
  });

  it('says why there is no weight, and never 0 g instead', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['a', 'motion'],
      ['b', 'overload'],
      ['c', 'overload'],
      ['d', 'underload'],
      ['`', 'status'],
      ['p', 'status'],
    ];
    for (const [status, why] of rows) expect(read(`?${status}`), status).toEqual({ readings: [], none: [why], refused: [] });
  });

  it('takes the unit of its setting, and a point only where somebody says where', () => {
    expect(weightsOf(read('01.250N'))).toEqual([[1_250, true]]);
    expect(weightsOf(read('01.25', { unit: 'lb' }))[0]?.[0]).toBeCloseTo(566.99, 3);
    expect(weightsOf(read('01250', { decimals: 3 }))).toEqual([[1_250, true]]);
    expect(weightsOf(read('001250', { unit: 'g' }))).toEqual([[1_250, true]]);
    expect(read('01250').refused).toEqual(['unknown-shape']);
  });

  it('refuses a weight that is too short, and goes on with the next', () => {
    expect(read('.250').refused).toEqual(['bad-checksum']);
    expect(weightsOf(readStream(toledo8217, '\x0201.2\x0203.145\r'))).toEqual([[3_145, true]]);
  });
});
