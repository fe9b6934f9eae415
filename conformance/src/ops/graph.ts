import { type AnyTensor, grad, hessian, jacobian, sizeOf } from '@adjoint/core';
import { Attributes, isRecord, type Json } from '../attributes.js';
import {
  type NamedTensor,
  type Operation,
  type Operations,
  type OpResult,
  UnknownOpError,
  unary,
  variadic,
} from './operation.js';

/** One node of a case's program. */
interface ProgramNode {
  readonly id: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

function parseNode(node: Json): ProgramNode {
  if (!isRecord(node)) throw new TypeError(`${JSON.stringify(node)} is not a node; expected an object`);
  const fields = new Attributes(node);
  const inputs = fields.list('inputs').map((input) => {
    if (typeof input === 'string') return input;
    throw new TypeError(`node '${fields.string('id')}' has the input ${JSON.stringify(input)}; expected a name`);
  });
  const attributes = node['attrs'];
  if (!isRecord(attributes)) throw new TypeError(`node '${fields.string('id')}' has no attrs`);
  return { id: fields.string('id'), op: fields.string('op'), inputs, attributes: new Attributes(attributes) };
}

/** Runs a case's nodes in order and returns the one that `output` names. */
function runProgram(inputs: readonly NamedTensor[], attributes: Attributes, operations: Operations): AnyTensor {
  const values = new Map<string, readonly AnyTensor[]>(inputs.map(({ name, tensor }) => [name, [tensor]]));
  const valueOf = (reference: string): AnyTensor => {
    const [, id = reference, output = '0'] = /^(.*)\.(\d+)$/.exec(reference) ?? [];
    const value = (values.get(reference) ?? values.get(id))?.[Number(output)];
    if (value === undefined) throw new TypeError(`the graph has no value '${reference}' at this point`);
    return value;
  };
  for (const node of attributes.list('nodes').map(parseNode)) {
    const operands = node.inputs.map(valueOf);
    const result = applyNode(node, operands, operations);
    values.set(node.id, Array.isArray(result) ? result : [result as AnyTensor]);
  }
  return valueOf(attributes.string('output'));
}

function applyNode(node: ProgramNode, operands: readonly AnyTensor[], operations: Operations): OpResult {
  const operation: Operation | undefined = Object.hasOwn(operations, node.op) ? operations[node.op] : undefined;
  if (operation?.kind !== 'function') throw new UnknownOpError(node.op);
  const { signature } = operation;
  const required = signature?.filter((name) => !name.endsWith('?')).length ?? 0;
  if (operands.length < required || operands.length > (signature?.length ?? operands.length)) {
    throw new TypeError(
      `node '${node.id}' gives ${operands.length} inputs to ${node.op}, which takes ${signature?.join(', ')}`,
    );
  }
  return operation.apply(operands, node.attributes, node.inputs);
}

/** The case's program as a function of the input that `wrt` names, and that input. */
function programOf(
  operands: readonly AnyTensor[],
  attributes: Attributes,
  names: readonly string[],
  operations: Operations,
): [f: (x: AnyTensor) => AnyTensor, x: AnyTensor] {
  const inputs = names.map((name, index) => ({ name, tensor: operands[index] as AnyTensor }));
  const variable = attributes.string('wrt');
  const x = inputs.find(({ name }) => name === variable)?.tensor;
  if (x === undefined) throw new TypeError(`'wrt' names '${variable}'; the inputs are ${names.join(', ')}`);
  const f = (replacement: AnyTensor): AnyTensor => {
    const replaced = inputs.map(({ name, tensor }) => ({ name, tensor: name === variable ? replacement : tensor }));
    return runProgram(replaced, attributes, operations);
  };
  return [f, x];
}

/** The ops that run a program of other ops, which are looked up among `functions`. */
export function graphOperations(functions: Operations): Operations {
  const operations = { ...functions, detach: unary((x) => x.stopGradient()) };
  return {
    graph: variadic((operands, attributes, names) => {
      const inputs = names.map((name, index) => ({ name, tensor: operands[index] as AnyTensor }));
      return runProgram(inputs, attributes, operations);
    }),
    hessian: variadic((operands, attributes, names) => {
      const [f, x] = programOf(operands, attributes, names, operations);
      const size = sizeOf(x.shape);
      return hessian(f)(x).reshape([size, size]);
    }),
    jacobian: variadic((operands, attributes, names) => {
      const [f, x] = programOf(operands, attributes, names, operations);
      return jacobian(f)(x).reshape([-1, sizeOf(x.shape)]);
    }),
    nth_derivative: unary((x, attributes) => {
      const f = (point: AnyTensor): AnyTensor => runProgram([{ name: 'x', tensor: point }], attributes, operations);
      const derivatives = [f];
      for (let order = 1; order <= attributes.integer('order'); order++) {
        const previous = derivatives[order - 1] as (point: AnyTensor) => AnyTensor;
        derivatives.push((point) => grad((each: AnyTensor) => previous(each).sum())(point));
      }
      return derivatives.map((derivative) => derivative(x));
    }),
  };
}
