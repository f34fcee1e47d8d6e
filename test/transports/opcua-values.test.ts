import { DataType, DataValue, type DataValueOptions, StatusCodes, Variant, VariantArrayType } from 'node-opcua';
import { describe, expect, it } from 'vitest';
import { loadOpcua } from '../../gateway/transports/opcua-library.ts';
import { toScanData, toScanResult } from '../../gateway/transports/opcua-scan-result.ts';
import { statusName, toNodeValue, toPlain, type WatchedNode } from '../../gateway/transports/opcua-values.ts';
import { createNewsFilter } from '../../gateway/transports/opcua-watch.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const opcua = await loadOpcua(quiet);

describe('a variant', () => {
  it.each([
    ['a flag', { dataType: DataType.Boolean, value: true }, true],
    ['a whole number', { dataType: DataType.Int16, value: -3 }, -3],
    ['a float of 32 bits without its noise', { dataType: DataType.Float, value: Math.fround(4.1) }, 4.1],
    ['64 bits, below zero', { dataType: DataType.Int64, value: [0xffffffff, 0xfffffffe] }, -2],
    ['64 bits without a sign', { dataType: DataType.UInt64, value: [1, 5] }, 4_294_967_301],
    ['text', { dataType: DataType.String, value: 'open' }, 'open'],
    ['text in a language', { dataType: DataType.LocalizedText, value: { text: 'open', locale: 'en' } }, 'open'],
    ['a time', { dataType: DataType.DateTime, value: new Date(0) }, '1970-01-01T00:00:00.000Z'],
    ['bytes', { dataType: DataType.ByteString, value: Buffer.of(1) }, null],
    ['a list', { dataType: DataType.Int16, arrayType: VariantArrayType.Array, value: [1, 2] }, null],
    ['nothing', { dataType: DataType.Null }, null],
  ])('%s', (_name, options, plain) => {
    expect(toPlain(new Variant({ arrayType: VariantArrayType.Scalar, ...options }), opcua)).toBe(plain);
  });
});

describe('a data change', () => {
  const change = (options: DataValueOptions, node: Partial<WatchedNode> = {}) =>
    toNodeValue({ node: 'ns=2;s=Cold.Room', as: 'temperature', scale: 1, ...node }, new DataValue(options), false, opcua);
  const value = { dataType: DataType.Int16, value: 215 };

  it('is multiplied without the noise of binary fractions', () => {
    expect(change({ value }, { scale: 0.1 })).toEqual({ as: 'temperature', value: 21.5, status: 'Good' });
    expect(change({ value: { dataType: DataType.Double, value: 3 } }, { scale: 0.1 }).value).toBe(0.3);
  });

  it('tells no time where the server has none', () => {
    expect(change({ value, sourceTimestamp: new Date('1601-01-01T00:00:00Z') })).not.toHaveProperty('sourceTime');
    expect(change({ value, sourceTimestamp: new Date(5) })).toMatchObject({ sourceTime: '1970-01-01T00:00:00.005Z' });
  });

  it('is named after its node where a name is needed', () => {
    expect(change({ value }, { as: 'state' })).toMatchObject({ name: 'Cold.Room' });
    expect(change({ value }, { as: 'state', name: 'setPoint' })).toMatchObject({ name: 'setPoint' });
    expect(change({ value }, { as: 'button', node: 'nsu=urn:maker;i=17' })).toMatchObject({ name: '17' });
  });

  it('without a value, or one that JSON does not know, says null', () => {
    expect(change({ statusCode: StatusCodes.BadNoCommunication })).toEqual({
      as: 'temperature',
      value: null,
      status: 'BadNoCommunication',
    });
    expect(change({ value: { dataType: DataType.Double, value: Number.NaN } }).value).toBeNull();
    expect(change({ value: { dataType: DataType.Double, value: Infinity } }, { scale: 2 }).value).toBeNull();
  });

  it('keeps the severity of status codes that nobody named', () => {
    expect(statusName(StatusCodes.UncertainLastUsableValue)).toBe('UncertainLastUsableValue');
    expect(statusName(StatusCodes.Good)).toBe('Good');
    const unknown = (code: number) => ({ name: 'Unknown', value: code }) as unknown as typeof StatusCodes.Good;
    expect([0x00aa0000, 0x40aa0000, 0x80aa0000, 0xc0aa0000].map((code) => statusName(unknown(code)))).toEqual([
      'Good',
      'Uncertain',
      'Bad',
      'Bad',
    ]);
  });
});

describe('news', () => {
  const frame = (value: number, second: number) => ({
    as: 'people' as const,
    value,
    status: 'Good',
    sourceTime: new Date(1_768_467_600_000 + second * 1_000).toISOString(),
  });

  it('is not what was said already, nor what is older than that', () => {
    const isNews = createNewsFilter();
    const told = [frame(0, 0), frame(3, 9), frame(2, 5), frame(3, 9), frame(3, 10), frame(4, 11)];
    expect(told.map(isNews)).toEqual([true, true, false, false, true, true]);
  });

  it('is what comes after a clock was set back', () => {
    const isNews = createNewsFilter();
    expect([frame(0, 0), frame(1, -3_600), frame(2, -3_599)].map(isNews)).toEqual([true, true, true]);
  });

  it('is every change of a server that knows no time', () => {
    const isNews = createNewsFilter();
    const bare = (value: number) => ({ as: 'people' as const, value, status: 'Good' });
    expect([bare(1), bare(1), bare(2), bare(1)].map(isNews)).toEqual([true, false, true, true]);
  });
});

describe('scan data', () => {
  const uId = Buffer.from('30340242201D884000000001', 'hex');
  const base64 = uId.toString('base64');

  it.each([
    ['an EPC', { switchField: 3, epc: { PC: 0x3000, uId, XPC_W1: 1 } }, { switchField: 3, Epc: { PC: 0x3000, UId: base64, XPC_W1: 1 } }],
    ['bytes', { switchField: 1, byteString: uId }, { switchField: 1, ByteString: base64 }],
    ['text', { switchField: 2, string: 'ABCD' }, { switchField: 2, String: 'ABCD' }],
    ['what makers add', { switchField: 4, custom: {} }, { switchField: 4 }],
    ['bytes without the union', uId, { switchField: 1, ByteString: base64 }],
    ['text without the union', 'ABCD', { switchField: 2, String: 'ABCD' }],
  ])('%s', (_name, value, json) => {
    expect(toScanData(value)?.json).toEqual(json);
  });

  it.each([null, undefined, 7, {}, { epc: {} }, { epc: { PC: '3000', uId } }, []])('is not %j', (value) => {
    expect(toScanData(value)).toBeNull();
    expect(toScanResult({ codeType: 'EPC', scanData: value })).toBeNull();
  });

  it('leaves out what a sighting does not say and what is no number', () => {
    const sighting = [{ antenna: 1, strength: Number.NaN, timestamp: new Date(0) }, null];
    expect(toScanResult({ codeType: 'EPC', scanData: 'ABCD', sighting })).toEqual({
      CodeType: 'EPC',
      ScanData: { switchField: 2, String: 'ABCD' },
      Sighting: [{ Antenna: 1, Timestamp: '1970-01-01T00:00:00.000Z' }, {}],
    });
  });
});
