import type { DataValue, StatusCode, Variant } from 'node-opcua';
import { NO_TIME } from '../../devices/kit/opcua/auto-id.ts';
import type { NodeMeaning, NodeValueJson } from '../../devices/kit/opcua/node-value.ts';
import type { OpcuaLibrary } from './opcua-library.ts';

/** A variable that is watched, as store.yaml names it. */
export interface WatchedNode {
  readonly node: string;
  readonly as: NodeMeaning;
  readonly name?: string | undefined;
  /** Factor to our unit. */
  readonly scale: number;
}

type Plain = number | boolean | string | null;

/** A scalar in JSON; null for lists, structures, bytes and no value at all. */
export function toPlain(variant: Variant, { DataType, VariantArrayType }: OpcuaLibrary): Plain {
  if (variant.arrayType !== VariantArrayType.Scalar) return null;
  const value = variant.value as unknown;
  switch (variant.dataType) {
    case DataType.Float:
      // Seven digits are what 32 bits hold: 4.1 and not 4.099999904632568.
      return typeof value === 'number' ? Number(value.toPrecision(7)) : null;
    case DataType.Int64:
    case DataType.UInt64:
      return toNumber(value, variant.dataType === DataType.Int64);
    case DataType.DateTime:
      return value instanceof Date ? value.toISOString() : null;
    case DataType.LocalizedText:
      return textOf(value);
    default:
      return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : null;
  }
}

/** node-opcua gives 64 bits as two halves of 32. */
function toNumber(value: unknown, isSigned: boolean): number | null {
  if (!Array.isArray(value)) return null;
  const [high, low] = value as readonly unknown[];
  if (typeof high !== 'number' || typeof low !== 'number') return null;
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return Number(isSigned ? BigInt.asIntN(64, bits) : bits);
}

const textOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' ? value.text : null;

/** The name of a status code without its flags; codes that nobody named by their severity. */
export function statusName({ name, value }: StatusCode): string {
  const bare = name.split('#')[0] ?? '';
  if (/^(Good|Uncertain|Bad)/.test(bare)) return bare;
  return ['Good', 'Uncertain', 'Bad', 'Bad'][value >>> 30] ?? 'Bad';
}

/** One data change as a frame. */
export function toNodeValue(node: WatchedNode, dataValue: DataValue, isInitial: boolean, opcua: OpcuaLibrary): NodeValueJson {
  const plain = dataValue.value ? toPlain(dataValue.value, opcua) : null;
  const value = typeof plain === 'number' && node.scale !== 1 ? Number((plain * node.scale).toPrecision(12)) : plain;
  const name = node.name ?? (node.as === 'state' || node.as === 'button' ? identifierOf(node.node) : undefined);
  const source = dataValue.sourceTimestamp;
  return {
    as: node.as,
    ...(name === undefined ? {} : { name }),
    value: typeof value === 'number' && !Number.isFinite(value) ? null : value,
    status: statusName(dataValue.statusCode),
    ...(source && source.getTime() > NO_TIME ? { sourceTime: source.toISOString() } : {}),
    ...(isInitial ? { initial: true } : {}),
  };
}

/** What stands behind `s=` or `i=`. */
const identifierOf = (node: string): string => (/(?:^|;)[isgb]=(.+)$/.exec(node)?.[1] ?? node).slice(-64);
