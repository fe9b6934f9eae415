import { resolve } from './node.js';
import { showShape } from './shape.js';
import { type AnyTensor, Flag, has } from './tensor.js';
import { topologicalOrder } from './traverse.js';
import type { BindingAttributes } from './variable.js';

/**
 * The graph of some tensors as text, one node a line, inputs first: `%3 = mul(%1, %2) float32 [2, 3]`. Variables, host
 * data and computed nodes are marked.
 */
export function print(...tensors: readonly AnyTensor[]): string {
  const { order } = topologicalOrder(tensors.map(resolve), (node) => node.inputs);
  const names = new Map(order.map((node, index) => [node, `%${index}`]));
  return order
    .map((node) => {
      const inputs = node.inputs.map((input) => names.get(input)).join(', ');
      return `${names.get(node)} = ${node.op.name}(${inputs})${showAttributes(node)} ${node.dtype} ${showShape(node.shape)}${mark(node)}`;
    })
    .join('\n');
}

function mark(node: AnyTensor): string {
  if (has(node, Flag.binding)) {
    const { variable } = node.attributes as BindingAttributes;
    return ` # ${variable.label === '' ? 'Variable' : variable.label}${has(node, Flag.expired) ? ', expired' : ''}`;
  }
  return node.value !== undefined && node.inputs.length > 0 ? ' # computed' : '';
}

function showAttributes(node: AnyTensor): string {
  if (has(node, Flag.binding) || typeof node.attributes !== 'object' || node.attributes === null) return '';
  const shown = Object.entries(node.attributes)
    .filter(([name, value]) => name !== 'shape' && name !== 'dtype' && typeof value !== 'function')
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return shown.length === 0 ? '' : ` {${shown.join(', ')}}`;
}
