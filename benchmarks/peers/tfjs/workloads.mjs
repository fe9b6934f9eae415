// The workloads, written as a user of TensorFlow.js would.
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import {
  checksum,
  inputStream,
  labels,
  mlpParameters,
  parameterStream,
  treeSplits,
  uniform,
  uniform32,
} from '../../dist/inputs.js';
import { UnsupportedError } from '../../dist/protocol.js';

/** Replaces what the last run gave by what a function returns, and frees everything else that it made. */
function keeper() {
  let kept = [];
  return {
    run(compute) {
      tf.dispose(kept);
      kept = tf.tidy(compute);
    },
    get values() {
      return kept;
    },
  };
}

const sum = (...tensors) => checksum(...tensors.map((each) => each.dataSync()));

function gemm({ size, dtype, sets }) {
  if (dtype === 'float64') throw new UnsupportedError('it has no float64');
  const matrix = (set, each) => tf.tensor2d(uniform32(size * size, inputStream(set, each)), [size, size]);
  const inputs = Array.from({ length: sets }, (_, set) => [matrix(set, 0), matrix(set, 1)]);
  const results = keeper();
  return {
    run(turn) {
      const [a, b] = inputs[turn % sets];
      results.run(() => [tf.matMul(a, b)]);
    },
    read: () => ({ product: sum(...results.values) }),
  };
}

const count = (shape) => shape.reduce((product, each) => product * each, 1);

function parameters(sizes) {
  return mlpParameters(sizes).map(({ shape, scale, stream }) =>
    tf.variable(tf.tensor(uniform32(count(shape), stream, scale), shape)),
  );
}

function forward(weights, x) {
  let value = x;
  for (let index = 0; index < weights.length; index += 2) {
    value = tf.matMul(value, weights[index], false, true).add(weights[index + 1]);
    if (index + 2 < weights.length) value = value.relu();
  }
  return value;
}

/** Class indices become one-hot rows ahead of the clock: the library's loss takes nothing else. */
function batches({ sizes, batch, sets }) {
  const [features, classes] = [sizes[0], sizes.at(-1)];
  return Array.from({ length: sets }, (_, set) => ({
    x: tf.tensor2d(uniform32(batch * features, inputStream(set, 0)), [batch, features]),
    y: tf.oneHot(tf.tensor1d(labels(batch, classes, inputStream(set, 1)), 'int32'), classes),
  }));
}

function mlp(problem) {
  const weights = parameters(problem.sizes);
  const optimizer = tf.train.sgd(0.1);
  const inputs = batches(problem);
  const results = keeper();
  return {
    run(turn) {
      const { x, y } = inputs[turn % problem.sets];
      const loss = () => tf.losses.softmaxCrossEntropy(y, forward(weights, x));
      results.run(() => [optimizer.minimize(loss, true, weights)]);
    },
    read: () => ({ loss: results.values[0].dataSync()[0], weights: sum(...weights) }),
  };
}

function inferMlp(problem) {
  const weights = parameters(problem.sizes);
  const inputs = batches(problem);
  const results = keeper();
  return {
    run(turn) {
      results.run(() => [forward(weights, inputs[turn % problem.sets].x)]);
    },
    read: () => ({ logits: sum(...results.values) }),
  };
}

function elementwise({ elements, sets }) {
  const inputs = Array.from({ length: sets }, (_, set) =>
    [0, 1, 2].map((each) => tf.tensor1d(uniform32(elements, inputStream(set, each)))),
  );
  const results = keeper();
  return {
    run(turn) {
      const [x, y, z] = inputs[turn % sets];
      const f = tf.valueAndGrad((at) => at.mul(y).add(z).tanh().mul(at).sum());
      results.run(() => flat(f(x)));
    },
    read: () => ({ value: results.values[0].dataSync()[0], gradient: sum(results.values[1]) }),
  };
}

const flat = ({ value, grad, grads }) => [value, ...(grads ?? [grad])];

function softmaxCe({ rows, classes, sets }) {
  const inputs = Array.from({ length: sets }, (_, set) => [
    tf.tensor2d(uniform32(rows * classes, inputStream(set, 0), 4), [rows, classes]),
    tf.oneHot(tf.tensor1d(labels(rows, classes, inputStream(set, 1)), 'int32'), classes),
  ]);
  const results = keeper();
  return {
    run(turn) {
      const [logits, target] = inputs[turn % sets];
      const f = tf.valueAndGrad((at) => tf.losses.softmaxCrossEntropy(target, at));
      results.run(() => flat(f(logits)));
    },
    read: () => ({ loss: results.values[0].dataSync()[0], gradient: sum(results.values[1]) }),
  };
}

function scalar({ ops, sets }) {
  const inputs = Array.from({ length: sets }, (_, set) => tf.scalar(0.5 + uniform(1, inputStream(set, 0), 0.1)[0]));
  const one = tf.scalar(1);
  const results = keeper();
  const f = tf.valueAndGrad((a) => {
    let s = one;
    for (let op = 0; op < ops; op += 2) s = s.mul(a).add(a);
    return s;
  });
  return {
    run(turn) {
      results.run(() => flat(f(inputs[turn % sets])));
    },
    read: () => ({ value: results.values[0].dataSync()[0], derivative: results.values[1].dataSync()[0] }),
  };
}

function rnnSmall({ steps, width, sets }) {
  const square = (stream, scale) => tf.tensor2d(uniform32(width * width, stream, scale), [width, width]);
  const weight = square(parameterStream(0), 0.3);
  const starts = Array.from({ length: sets }, (_, set) => square(inputStream(set, 0), 1));
  const results = keeper();
  return {
    run(turn) {
      const f = tf.valueAndGrad((w) => {
        let s = starts[turn % sets];
        for (let step = 0; step < steps; step++) s = s.matMul(w).tanh();
        return s.square().mean();
      });
      results.run(() => flat(f(weight)));
    },
    read: () => ({ loss: results.values[0].dataSync()[0], gradient: sum(results.values[1]) }),
  };
}

function dynamic({ leaves, width, sets }) {
  const draw = (shape, stream, scale) => tf.tensor(uniform32(count(shape), stream, scale), shape);
  const weights = [draw([width, 2 * width], parameterStream(0), 0.25), draw([width], parameterStream(1), 0.25)];
  const inputs = Array.from({ length: sets }, (_, set) => {
    const rows = uniform32(leaves * width, inputStream(set, 0));
    return Array.from({ length: leaves }, (__, leaf) =>
      tf.tensor2d(rows.slice(leaf * width, (leaf + 1) * width), [1, width]),
    );
  });
  const results = keeper();
  const trees = new Map();
  return {
    arrange(first, turns) {
      trees.clear();
      for (let turn = first; turn < first + turns; turn++) trees.set(turn, treeSplits(leaves, turn));
    },
    run(turn) {
      const splits = trees.get(turn);
      const points = inputs[turn % sets];
      const f = tf.valueAndGrads((w, b) => {
        let node = 0;
        const subtree = (first, size) => {
          if (size === 1) return points[first];
          const left = splits[node++];
          const children = tf.concat([subtree(first, left), subtree(first + left, size - left)], 1);
          return tf.matMul(children, w, false, true).add(b).tanh();
        };
        return subtree(0, leaves).square().mean();
      });
      results.run(() => flat(f(weights)));
    },
    read: () => ({ loss: results.values[0].dataSync()[0], gradient: sum(...results.values.slice(1)) }),
  };
}

function hvp() {
  throw new UnsupportedError('its gradients cannot be differentiated again throughout');
}

function copyOut({ elements, sets }) {
  const inputs = Array.from({ length: sets }, (_, set) => tf.tensor1d(uniform32(elements, inputStream(set, 0))));
  let copy;
  return {
    run(turn) {
      const result = tf.neg(inputs[turn % sets]);
      copy = result.dataSync();
      result.dispose();
    },
    read: () => ({ copy: checksum(copy) }),
  };
}

const makers = {
  gemm,
  mlp,
  elementwise,
  'softmax-ce': softmaxCe,
  scalar,
  'rnn-small': rnnSmall,
  dynamic,
  hvp,
  'infer-mlp': inferMlp,
  'copy-out': copyOut,
};

/** Makes a problem ready on the WebAssembly backend. Node gives it one thread only. */
export async function prepare(problem, threads) {
  const require = createRequire(import.meta.url);
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}${sep}`);
  setThreadsCount(threads);
  await tf.setBackend('wasm');
  await tf.ready();
  return makers[problem.kind](problem);
}
