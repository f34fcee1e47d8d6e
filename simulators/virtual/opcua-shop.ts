import type { DataType, Namespace, StatusCode, UAVariable, Variant } from 'node-opcua';
import type { Opcua } from './opcua-load.ts';

/** Nodes of the virtual shop; their names are the `s=` of the node ids. */
export const SHOP_NAMESPACE = 'urn:silent-aisle:virtual-shop';

type ShopVariable = 'Temperature' | 'Door' | 'Weight' | 'In' | 'Out' | 'Button' | 'Relay' | 'SetPoint' | 'Total';
type Quality = 'Good' | 'UncertainLastUsableValue' | 'BadSensorFailure';

export interface VirtualShop {
  /** Node id with the URI of the namespace. */
  node(name: ShopVariable | 'Shop' | 'Announce'): string;
  set(name: ShopVariable, value: number | boolean, quality?: Quality): void;
  get(name: ShopVariable): unknown;
  /** What the method Announce was called with, the oldest first. */
  readonly announced: readonly (readonly unknown[])[];
}

/** A folder with sensors, a relay and a set point that may be written, and the method `Announce(text, times)`. */
export function addVirtualShop({ DataType, StatusCodes, Variant: Value, VariantArrayType }: Opcua, namespace: Namespace): VirtualShop {
  const shop = namespace.addObject({
    browseName: 'Shop',
    nodeId: 's=Shop',
    organizedBy: namespace.addressSpace.rootFolder.objects,
  });
  const variable = (name: ShopVariable, dataType: DataType, value: number | boolean | readonly number[], writable = false): UAVariable => {
    const access = writable ? 'CurrentRead | CurrentWrite' : 'CurrentRead';
    const made = namespace.addVariable({
      componentOf: shop,
      browseName: name,
      nodeId: `s=${name}`,
      dataType,
      accessLevel: access,
      userAccessLevel: access,
    });
    made.setValueFromSource({ dataType, arrayType: VariantArrayType.Scalar, value });
    return made;
  };
  const variables: Readonly<Record<ShopVariable, UAVariable>> = {
    Temperature: variable('Temperature', DataType.Double, 4.5),
    Door: variable('Door', DataType.Boolean, false),
    Weight: variable('Weight', DataType.Float, 0),
    In: variable('In', DataType.UInt32, 0),
    Out: variable('Out', DataType.UInt32, 0),
    Button: variable('Button', DataType.Boolean, false),
    Relay: variable('Relay', DataType.Boolean, false, true),
    SetPoint: variable('SetPoint', DataType.Int16, 4, true),
    Total: variable('Total', DataType.UInt64, [0, 0], true),
  };
  const announced: (readonly unknown[])[] = [];
  const announce = namespace.addMethod(shop, {
    browseName: 'Announce',
    nodeId: 's=Announce',
    inputArguments: [
      { name: 'text', dataType: DataType.String },
      { name: 'times', dataType: DataType.UInt16 },
    ],
    outputArguments: [],
  });
  announce.bindMethod(async (inputs: readonly Variant[], _context: unknown) => {
    const values = inputs.map(({ value }): unknown => value);
    if (values[0] === '') return { statusCode: StatusCodes.BadInvalidArgument };
    announced.push(values);
    return { statusCode: StatusCodes.Good, outputArguments: [] };
  });
  return {
    node: (name) => `nsu=${SHOP_NAMESPACE};s=${name}`,
    set(name, value, quality = 'Good') {
      const { dataType } = variables[name].readValue().value;
      variables[name].setValueFromSource(
        new Value({ dataType, arrayType: VariantArrayType.Scalar, value }),
        StatusCodes[quality] as StatusCode,
      );
    },
    get: (name) => variables[name].readValue().value.value as unknown,
    announced,
  };
}
