import { patternOfFormat } from '../validation/formats.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The shapes that have a name, their `title`: told once for the whole document, so that clients made from it have a
 * type of each. The routes go by the schemas as they stand; only the document refers.
 */
export class Shapes {
  readonly #shapes = new Map<string, Schema>();

  /** All that were met so far, by their names. */
  get all(): Readonly<Record<string, Schema>> {
    return Object.fromEntries([...this.#shapes].toSorted(([one], [other]) => one.localeCompare(other)));
  }

  /** What the document shows of a schema: a reference for a shape with a name, and keywords that every reader knows. */
  shown(schema: unknown): unknown {
    if (!isSchema(schema)) return schema;
    const { title, ...shown } = forAllReaders(this.#withPartsShown(schema));
    if (typeof title !== 'string') return shown;
    const { description, examples: _ofOnePlace, ...shape } = shown;
    this.#keep(title, shape);
    return { $ref: `#/components/schemas/${title}`, ...(description !== undefined && { description }) };
  }

  #withPartsShown(schema: Schema): Schema {
    return Object.fromEntries(
      Object.entries(schema).flatMap(([keyword, value]) => {
        if (value === undefined) return [];
        if (keyword === 'items') return [[keyword, this.shown(value)]];
        if (keyword === 'anyOf' && Array.isArray(value)) return [[keyword, value.map((each) => this.shown(each))]];
        if (keyword !== 'properties' || !isSchema(value)) return [[keyword, value]];
        return [[keyword, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.shown(each)]))]];
      }),
    );
  }

  #keep(title: string, shape: Schema): void {
    const known = this.#shapes.get(title);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(shape)) {
      throw new Error(`Two shapes are called ${title}`);
    }
    this.#shapes.set(title, shape);
  }
}

/** What our own checks say in their own way, in keywords that generators and validators know. */
function forAllReaders(schema: Schema): Schema {
  const { format, 'x-values': values, 'x-either': either, ...rest } = schema;
  const pattern = typeof format === 'string' ? patternOfFormat(format) : undefined;
  return withTypeOfEnum({
    ...(either === true ? eachAlone(rest) : rest),
    ...(pattern === undefined ? format !== undefined && { format } : { pattern }),
    ...(values !== undefined && { enum: values }),
  });
}

/** Words, that are all that is listed here, are told apart from anything only where their type is said. */
function withTypeOfEnum(schema: Schema): Schema {
  return Array.isArray(schema['enum']) && schema['type'] === undefined ? { type: 'string', ...schema } : schema;
}

/** An object that has one of its fields alone. */
function eachAlone({ properties, required: _required, type: _type, additionalProperties, ...rest }: Schema): Schema {
  const alone = Object.entries(isSchema(properties) ? properties : {}).map(([name, field]) => ({
    type: 'object',
    required: [name],
    properties: { [name]: field },
    additionalProperties,
  }));
  return { ...rest, anyOf: alone };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
