import { type AnyTensor, stack } from '@adjoint/core';
import type { Attributes } from '../attributes.js';
import { linear } from './linalg.js';
import { type Operations, operation } from './operation.js';

/** The input's and the hidden state's parts of all gates, cut into `count` equal pieces each. */
type Weights = readonly [inputWeight: AnyTensor, hiddenWeight: AnyTensor, inputBias: AnyTensor, hiddenBias: AnyTensor];

function gates(x: AnyTensor, h: AnyTensor, [wx, wh, bx, bh]: Weights, count: number): [AnyTensor[], AnyTensor[]] {
  return [linear(x, wx, bx).chunk(count, -1), linear(h, wh, bh).chunk(count, -1)];
}

function rnnCell(x: AnyTensor, h: AnyTensor, [wx, wh, bx, bh]: Weights, attributes: Attributes): AnyTensor {
  const sum = linear(x, wx, bx).add(linear(h, wh, bh));
  return attributes.choice('nonlinearity', ['tanh', 'relu']) === 'tanh' ? sum.tanh() : sum.relu();
}

function lstmCell(x: AnyTensor, h: AnyTensor, c: AnyTensor, weights: Weights): [h: AnyTensor, c: AnyTensor] {
  const [fromX, fromH] = gates(x, h, weights, 4);
  const [i, f, g, o] = fromX.map((part, gate) => part.add(fromH[gate] as AnyTensor)) as [
    AnyTensor,
    AnyTensor,
    AnyTensor,
    AnyTensor,
  ];
  const next = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()));
  return [o.sigmoid().mul(next.tanh()), next];
}

function gruCell(x: AnyTensor, h: AnyTensor, weights: Weights): AnyTensor {
  const [[rx, zx, nx], [rh, zh, nh]] = gates(x, h, weights, 3) as unknown as [
    [AnyTensor, AnyTensor, AnyTensor],
    [AnyTensor, AnyTensor, AnyTensor],
  ];
  const z = zx.add(zh).sigmoid();
  const n = nx.add(rx.add(rh).sigmoid().mul(nh)).tanh();
  return n.add(z.mul(h.sub(n)));
}

/** The hidden state after each step of x (T, …), and the last one. */
function unroll(x: AnyTensor, h: AnyTensor, cell: (x: AnyTensor, h: AnyTensor) => AnyTensor): [AnyTensor, AnyTensor] {
  const states: AnyTensor[] = [];
  let state = h;
  for (const input of x.unbind(0)) {
    state = cell(input, state);
    states.push(state);
  }
  return [stack(states, 0), state];
}

const weightNames = ['w_ih', 'w_hh', 'b_ih', 'b_hh'] as const;

export const recurrentOperations: Operations = {
  gru: operation(['x', 'h', ...weightNames], ([x, h, ...weights]) =>
    unroll(x, h, (input, state) => gruCell(input, state, weights)),
  ),
  gru_cell: operation(['x', 'h', ...weightNames], ([x, h, ...weights]) => gruCell(x, h, weights)),
  lstm: operation(['x', 'h', 'c', ...weightNames], ([x, h, c, ...weights]) => {
    let memory = c;
    const [states, last] = unroll(x, h, (input, state) => {
      const [next, nextMemory] = lstmCell(input, state, memory, weights);
      memory = nextMemory;
      return next;
    });
    return [states, last, memory];
  }),
  lstm_cell: operation(['x', 'h', 'c', ...weightNames], ([x, h, c, ...weights]) => lstmCell(x, h, c, weights)),
  rnn: operation(['x', 'h', ...weightNames], ([x, h, ...weights], attributes) =>
    unroll(x, h, (input, state) => rnnCell(input, state, weights, attributes)),
  ),
  rnn_cell: operation(['x', 'h', ...weightNames], ([x, h, ...weights], attributes) =>
    rnnCell(x, h, weights, attributes),
  ),
};
