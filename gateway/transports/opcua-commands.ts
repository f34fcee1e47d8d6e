import type { ClientSession, DataType, NodeId, VariantOptions } from 'node-opcua';
import { GatewayError } from '../errors.ts';
import type { OpcuaLibrary } from './opcua-library.ts';
import type { NodeFinder } from './opcua-nodes.ts';
import { statusName } from './opcua-values.ts';

export type CommandValue = number | boolean | string;

export interface Allowed {
  readonly writes: Readonly<Record<string, string>>;
  readonly calls: Readonly<Record<string, { readonly object: string; readonly method: string }>>;
}

/** Writes and calls of one session; nothing but what store.yaml names. Reject with DEVICE_REFUSED. */
export interface Commands {
  write(name: string, value: CommandValue): Promise<void>;
  call(name: string, values: readonly CommandValue[]): Promise<void>;
}

export function createCommands(session: ClientSession, finder: NodeFinder, { writes, calls }: Allowed, opcua: OpcuaLibrary): Commands {
  const { StatusCodes, AttributeIds } = opcua;
  const find = (node: string): NodeId => {
    const found = finder.find(node);
    if (found === null) throw refused('the server has no such namespace', { node });
    return found;
  };
  return {
    async write(name, value) {
      const nodeId = find(allowed(writes, name, 'write'));
      // Read for each write: commands are rare, and a server may have been set up anew.
      const dataType = await session.getBuiltInDataType(nodeId).catch((error: unknown) => {
        throw refused(`the data type of ${name} cannot be read`, { name }, error);
      });
      const code = await session.write({
        nodeId,
        attributeId: AttributeIds.Value,
        value: { value: toVariant(dataType, value, name, opcua) },
      });
      if (code !== StatusCodes.Good && code.isNotGood())
        throw refused(`the server refused to write ${name}: ${statusName(code)}`, { name });
    },
    async call(name, values) {
      const { object, method } = allowed(calls, name, 'call');
      const methodId = find(method);
      const { inputArguments = [] } = await session.getArgumentDefinition(methodId);
      if (inputArguments.length !== values.length)
        throw refused(`${name} takes ${inputArguments.length} arguments, not ${values.length}`, { name });
      const given: VariantOptions[] = [];
      for (const [index, argument] of inputArguments.entries()) {
        const type = await session.getBuiltInDataType(argument.dataType).catch(() => Number(argument.dataType.value) as DataType);
        given.push(toVariant(type, values[index] ?? '', argument.name ?? name, opcua));
      }
      const result = await session.call({ objectId: find(object), methodId, inputArguments: given });
      if (result.statusCode.isNotGood()) throw refused(`the server refused to call ${name}: ${statusName(result.statusCode)}`, { name });
    },
  };
}

function allowed<T>(names: Readonly<Record<string, T>>, name: string, what: string): T {
  const found = Object.hasOwn(names, name) ? names[name] : undefined;
  if (found === undefined) throw refused(`store.yaml allows no ${what} named ${name}`, { name });
  return found;
}

const refused = (text: string, context: Record<string, unknown>, cause?: unknown): GatewayError =>
  new GatewayError('DEVICE_REFUSED', text, context, cause);

/** Smallest and largest of the whole numbers that a variant may hold. 64 bits go as far as numbers are exact. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  SByte: [-128, 127],
  Byte: [0, 255],
  Int16: [-32_768, 32_767],
  UInt16: [0, 65_535],
  Int32: [-2_147_483_648, 2_147_483_647],
  UInt32: [0, 4_294_967_295],
  Int64: [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  UInt64: [0, Number.MAX_SAFE_INTEGER],
};

/** The value in the variable's own type; never rounded, cut or guessed. */
function toVariant(dataType: DataType, value: CommandValue, name: string, { DataType, VariantArrayType }: OpcuaLibrary): VariantOptions {
  const type = DataType[dataType] ?? 'unknown';
  const fail = (): never => {
    throw refused(`${name} is of type ${type}: the value does not fit`, { name, type });
  };
  const range = RANGES[type];
  if (range) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < range[0] || value > range[1]) return fail();
    // Of 64 bits, which come as two halves, the library wants to hear that they are no list.
    return type.endsWith('64') ? { dataType, arrayType: VariantArrayType.Scalar, value: halves(value) } : { dataType, value };
  }
  if (type === 'Float' || type === 'Double') return typeof value === 'number' && Number.isFinite(value) ? { dataType, value } : fail();
  if (type === 'Boolean') return typeof value === 'boolean' ? { dataType, value } : fail();
  if (type === 'String') return typeof value === 'string' ? { dataType, value } : fail();
  if (type === 'LocalizedText') return typeof value === 'string' ? { dataType, value: { text: value } } : fail();
  return fail();
}

const halves = (value: number): readonly [number, number] => {
  const bits = BigInt.asUintN(64, BigInt(value));
  return [Number(bits >> 32n), Number(bits & 0xffff_ffffn)];
};
