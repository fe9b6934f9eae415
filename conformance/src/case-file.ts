import { Attributes, isRecord, type Json, toNumber } from './attributes.js';
import { CaseFileError, JsonReader } from './json-reader.js';
import { parseRule, type Rule } from './rule.js';

/**
 * The format of oracle files: `{ family, source, format: 1, count, cases }`, each case an op with its inputs, expected
 * outputs and, where it has gradients, cotangents and expected gradients.
 */

/** The dtypes that a file can name; int64 becomes int32 here. */
export type CaseDType = 'float32' | 'float64' | 'int32' | 'bool';

/** A tensor of a file: flat, in row-major order. */
export interface CaseTensor {
  readonly shape: readonly number[];
  readonly dtype: CaseDType;
  readonly data: ArrayLike<number>;
}

export interface CaseInput extends CaseTensor {
  readonly name: string;
  /** Whether a rule made the data. */
  readonly hasRule: boolean;
}

/** Tensors in a fixed order, null where there is nothing to give or to compare. */
export type CaseTensors = readonly (CaseTensor | null)[];

/** What double backward is held by: s = Σ weights[i]·grads[i]. */
export interface CaseSecond {
  readonly weights: CaseTensors;
  /** ∂s/∂inputs. */
  readonly grads: CaseTensors;
  /** ∂s/∂cotangents, which is also the derivative of the outputs along the weights. */
  readonly cotangentGrads: CaseTensors;
}

export interface CaseTolerance {
  readonly relative: number;
  readonly absolute: number;
}

export interface OracleCase {
  readonly id: string;
  readonly op: string;
  readonly attributes: Attributes;
  readonly dtype: 'float32' | 'float64';
  readonly inputs: readonly CaseInput[];
  readonly outputs: CaseTensors | undefined;
  readonly cotangents: CaseTensors | undefined;
  readonly grads: CaseTensors | undefined;
  readonly second: CaseSecond | undefined;
  /** The right answers of a float32 case, in float64. */
  readonly outputs64: CaseTensors | undefined;
  readonly grads64: CaseTensors | undefined;
  readonly losses: CaseTensor | undefined;
  readonly result: Readonly<Record<string, number>> | undefined;
  readonly outputTolerance: CaseTolerance | undefined;
  readonly tags: ReadonlySet<string>;
}

export interface CaseFile {
  readonly family: string;
  readonly cases: readonly OracleCase[];
}

/**
 * Reads an oracle file.
 *
 * @param name how errors call the file
 * @throws CaseFileError where it is damaged, naming the case and the field
 */
export function parseCaseFile(name: string, text: string): CaseFile {
  let file: Json;
  try {
    file = JSON.parse(text) as Json;
  } catch (error) {
    throw new CaseFileError(`${name}: not JSON: ${(error as Error).message}`);
  }
  if (!isRecord(file)) throw new CaseFileError(`${name}: expected an object with 'format' and 'cases'`);
  const { family, format, count, cases } = file;
  if (format !== 1) throw new CaseFileError(`${name}: format is ${JSON.stringify(format)}; this runner reads format 1`);
  if (typeof family !== 'string') throw new CaseFileError(`${name}: 'family' is missing or not a string`);
  if (!Array.isArray(cases)) throw new CaseFileError(`${name}: 'cases' is missing or not a list`);
  if (count !== undefined && count !== cases.length) {
    throw new CaseFileError(`${name}: 'count' is ${JSON.stringify(count)}, but there are ${cases.length} cases`);
  }
  return { family, cases: cases.map((each, index) => parseCase(new JsonReader(`${name}: case ${index}`, each))) };
}

function parseCase(reader: JsonReader): OracleCase {
  const id = reader.string('id');
  const each = reader.at(`(${id})`);
  const dtype = each.get('dtype');
  if (dtype !== 'float32' && dtype !== 'float64') return each.fail('dtype', 'is neither "float32" nor "float64"');
  const outputs = oneOrMore(each, 'output', 'outputs', dtype);
  const result = each.get('result');
  if (outputs === undefined && result === undefined)
    return each.fail('output', 'is missing, as are outputs and result');
  return {
    id,
    op: each.string('op'),
    attributes: new Attributes(each.child('attrs').record),
    dtype,
    inputs: each.list('inputs').map((input) => parseInput(input, dtype)),
    outputs,
    cotangents: oneOrMore(each, 'cotangent', 'cotangents', dtype),
    grads: optionalTensors(each, 'grads', dtype),
    second: each.get('second') === undefined ? undefined : parseSecond(each.child('second'), dtype),
    outputs64: oneOrMore(each, 'output64', 'outputs64', 'float64'),
    grads64: optionalTensors(each, 'grads64', 'float64'),
    losses: each.get('losses') === undefined ? undefined : parseTensor(each.child('losses'), 'float64'),
    result: result === undefined ? undefined : parseResult(each.child('result')),
    outputTolerance: each.get('output_tol') === undefined ? undefined : parseTolerance(each.child('output_tol')),
    tags: new Set(each.get('tags') === undefined ? [] : each.strings('tags')),
  };
}

function parseSecond(reader: JsonReader, dtype: 'float32' | 'float64'): CaseSecond {
  const cotangentGrads = oneOrMore(reader, 'cotangent_grad', 'cotangent_grads', dtype);
  return {
    weights: optionalTensors(reader, 'weights', dtype) ?? reader.fail('weights', 'is missing'),
    grads: optionalTensors(reader, 'grads', dtype) ?? reader.fail('grads', 'is missing'),
    cotangentGrads: cotangentGrads ?? reader.fail('cotangent_grad', 'is missing'),
  };
}

function parseTolerance(reader: JsonReader): CaseTolerance {
  return { relative: reader.number('rtol'), absolute: reader.number('atol') };
}

function parseResult(reader: JsonReader): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.keys(reader.record).map((name) => [name, reader.number(name)]));
}

/** A tensor under `single`, or a list of them under `several`. */
function oneOrMore(reader: JsonReader, single: string, several: string, dtype: CaseDType): CaseTensors | undefined {
  if (reader.get(single) === undefined) return optionalTensors(reader, several, dtype);
  if (reader.get(several) !== undefined) return reader.fail(several, `is there beside '${single}'; only one may be`);
  return [parseTensor(reader.child(single), dtype)];
}

function optionalTensors(reader: JsonReader, field: string, dtype: CaseDType): CaseTensors | undefined {
  if (reader.get(field) === undefined) return undefined;
  return reader.list(field).map((each) => (each.value === null ? null : parseTensor(each, dtype)));
}

function parseInput(reader: JsonReader, dtype: CaseDType): CaseInput {
  return {
    ...parseTensor(reader, dtype),
    name: reader.string('name'),
    hasRule: reader.get('rule') !== undefined,
  };
}

function parseTensor(reader: JsonReader, inherited: CaseDType): CaseTensor {
  const dtype = parseDType(reader, inherited);
  const shape = reader
    .array('shape')
    .map((size) => (isSize(size) ? size : reader.fail('shape', `holds ${JSON.stringify(size)}, which is not a size`)));
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (reader.get('rule') !== undefined) {
    if (reader.get('data') !== undefined) return reader.fail('rule', "is there beside 'data'; only one may be");
    const rule = readRule(reader);
    const data = Float64Array.from({ length: size }, (_, index) => rule(index));
    return { shape, dtype, data: dtype === 'float32' ? Float32Array.from(data) : data };
  }
  const elements = reader.array('data');
  if (elements.length !== size) {
    return reader.fail('data', `has ${elements.length} elements; shape [${shape.join(', ')}] needs ${size}`);
  }
  return { shape, dtype, data: elements.map((element) => parseElement(reader, element, dtype)) };
}

function isSize(value: Json): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function readRule(reader: JsonReader): Rule {
  try {
    return parseRule(reader.string('rule'));
  } catch (error) {
    if (error instanceof SyntaxError) return reader.fail('rule', `is unreadable: ${error.message}`);
    throw error;
  }
}

function parseDType(reader: JsonReader, inherited: CaseDType): CaseDType {
  const dtype = reader.get('dtype');
  switch (dtype) {
    case undefined:
      return inherited;
    case 'int64':
      return 'int32';
    case 'float32':
    case 'float64':
    case 'bool':
      return dtype;
    default:
      return reader.fail('dtype', `is ${JSON.stringify(dtype)}; expected float32, float64, int64 or bool`);
  }
}

function parseElement(reader: JsonReader, value: Json, dtype: CaseDType): number {
  if (dtype === 'bool' && typeof value === 'boolean') return Number(value);
  const element = dtype === 'bool' ? undefined : toNumber(value);
  const fits = dtype !== 'int32' || (Number.isInteger(element) && element === ((element as number) | 0));
  if (element === undefined || !fits) {
    const kind = { bool: 'true or false', int32: 'an integer of 32 bits', float32: 'a number', float64: 'a number' }[
      dtype
    ];
    return reader.fail('data', `holds ${JSON.stringify(value)}, which is not ${kind}`);
  }
  return element;
}
