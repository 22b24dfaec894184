type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The parts of JSON Schema that docs/schemas uses. */
interface Schema {
  readonly type?: string;
  readonly const?: Json;
  readonly enum?: readonly Json[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly [annotation: string]: unknown;
}

const KNOWN = new Set([
  '$schema',
  'title',
  'description',
  'type',
  'const',
  'enum',
  'pattern',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'anyOf',
  'minimum',
  '$ref',
  '$defs',
]);

/** What of a document is not as its schema says, each with its path; a word of the schema that is not understood is a fault, too. */
export function schemaFaults(schema: unknown, document: unknown): string[] {
  const root = schema as Schema; // both come from JSON.parse
  return faults(resolve(root, root.$defs ?? {}), document as Json, '$');
}

/** The schema with every `#/$defs/NAME` in place of its name; definitions do not name themselves. */
function resolve(schema: Schema, defs: Readonly<Record<string, Schema>>): Schema {
  const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  const named = name === undefined ? schema : (defs[name] ?? { unknown: schema.$ref });
  const { $defs: _, properties, items, anyOf, ...rest } = named;
  return {
    ...rest,
    ...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, resolve(one, defs)])) } : {}),
    ...(items ? { items: resolve(items, defs) } : {}),
    ...(anyOf ? { anyOf: anyOf.map((one) => resolve(one, defs)) } : {}),
  };
}

function faults(schema: Schema, value: Json | undefined, path: string): string[] {
  const unknown = Object.keys(schema)
    .filter((word) => !KNOWN.has(word))
    .map((word) => `${path}: the schema says ${word}, which is not understood`);
  if (schema.anyOf) {
    const each = schema.anyOf.map((one) => faults(one, value, path));
    return each.some((one) => one.length === 0) ? unknown : [...unknown, ...each.flat()];
  }
  const wrong = [
    schema.type !== undefined && typeOf(value) !== schema.type && !(schema.type === 'number' && typeOf(value) === 'integer')
      ? `${typeOf(value)}, not ${schema.type}`
      : undefined,
    'const' in schema && value !== schema.const ? `${JSON.stringify(value)}, not ${JSON.stringify(schema.const)}` : undefined,
    schema.minimum !== undefined && !(typeof value === 'number' && value >= schema.minimum)
      ? `${JSON.stringify(value)}, less than ${schema.minimum}`
      : undefined,
    schema.enum && !schema.enum.includes(value ?? null) ? `${JSON.stringify(value)}, none of ${JSON.stringify(schema.enum)}` : undefined,
    schema.pattern !== undefined && !(typeof value === 'string' && new RegExp(schema.pattern).test(value))
      ? `${JSON.stringify(value)}, not like ${schema.pattern}`
      : undefined,
  ].flatMap((text) => (text === undefined ? [] : [`${path} is ${text}`]));
  return [...unknown, ...wrong, ...(Array.isArray(value) ? itemFaults(schema, value, path) : objectFaults(schema, value, path))];
}

function itemFaults({ items }: Schema, values: readonly Json[], path: string): string[] {
  return items ? values.flatMap((value, i) => faults(items, value, `${path}[${i}]`)) : [];
}

function objectFaults({ properties = {}, required = [], additionalProperties }: Schema, value: Json | undefined, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const missing = required.filter((key) => !(key in value)).map((key) => `${path} has no ${key}`);
  const present = entries.flatMap(([key, one]) => {
    const schema = properties[key];
    if (schema) return faults(schema, one, `${path}.${key}`);
    return additionalProperties === false ? [`${path}.${key} is not in the schema`] : [];
  });
  return [...missing, ...present];
}

function typeOf(value: Json | undefined): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
