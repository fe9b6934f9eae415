// A perceptron as an ONNX model. ONNX files are protocol buffers; the few messages that are needed are written here.
import { mlpParameters, uniform32 } from '../../dist/inputs.js';

const encoder = new TextEncoder();

function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** A field: a whole number, a text, bytes, or a message that is bytes already. */
function field(number, value) {
  if (typeof value === 'number') return Buffer.from([...varint(number * 8), ...varint(value)]);
  const bytes = typeof value === 'string' ? encoder.encode(value) : value;
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
}

const message = (...fields) => Buffer.concat(fields);
const float = 1;

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
function tensor(name, shape, numbers) {
  const raw = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return message(...shape.map((size) => field(1, size)), field(2, float), field(8, name), field(9, raw));
}

/** ValueInfoProto: name 1, type 2 with tensor_type 1: elem_type 1, shape 2 of dim 1 with dim_value 1. */
function valueInfo(name, shape) {
  const dimensions = message(...shape.map((size) => field(1, field(1, size))));
  return message(field(1, name), field(2, field(1, message(field(1, float), field(2, dimensions)))));
}

/** NodeProto: input 1, output 2, op_type 4, attribute 5. */
function node(type, inputs, output, ...attributes) {
  const names = [...inputs.map((name) => field(1, name)), field(2, output)];
  return message(...names, field(4, type), ...attributes.map((each) => field(5, each)));
}

/** AttributeProto of a whole number: name 1, i 3, type 20 (INT is 2). */
const integer = (name, value) => message(field(1, name), field(3, value), field(20, 2));

/** ModelProto: ir_version 1, graph 7, opset_import 8. GraphProto: node 1, name 2, initializer 5, input 11, output 12. */
export function perceptronModel(sizes, batch) {
  const specs = mlpParameters(sizes);
  const tensors = specs.map(({ shape, scale, stream }, index) => {
    const size = shape.reduce((product, each) => product * each, 1);
    return tensor(`p${index}`, shape, uniform32(size, stream, scale));
  });
  const nodes = [];
  let value = 'x';
  for (let index = 0; index < specs.length; index += 2) {
    const last = index + 2 === specs.length;
    const result = last ? 'logits' : `z${index}`;
    nodes.push(node('Gemm', [value, `p${index}`, `p${index + 1}`], result, integer('transB', 1)));
    value = last ? result : `a${index}`;
    if (!last) nodes.push(node('Relu', [result], value));
  }
  const graph = message(
    ...nodes.map((each) => field(1, each)),
    field(2, 'perceptron'),
    ...tensors.map((each) => field(5, each)),
    field(11, valueInfo('x', [batch, sizes[0]])),
    field(12, valueInfo('logits', [batch, sizes.at(-1)])),
  );
  return message(field(1, 8), field(7, graph), field(8, message(field(1, ''), field(2, 17))));
}
