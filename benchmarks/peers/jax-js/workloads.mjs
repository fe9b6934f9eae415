// The workloads, written as a user of jax-js would, each jitted as a whole. Its arrays are counted by hand: passing one
// on gives it away, `.ref` keeps it.
import { blockUntilReady, defaultDevice, grad, init, jit, jvp, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import {
  checksum,
  inputStream,
  labels,
  mlpParameters,
  parameterStream,
  uniform,
  uniform32,
} from '../../dist/inputs.js';
import { UnsupportedError } from '../../dist/protocol.js';

const count = (shape) => shape.reduce((product, each) => product * each, 1);
const array = (numbers, shape) => np.array(numbers).reshape(shape);
const draw = (shape, stream, scale = 1) => array(uniform32(count(shape), stream, scale), shape);

/** Computes in a jitted function, frees what the run before gave, and waits until everything is there. */
function keeper(compute) {
  let kept = [];
  return {
    async run(...args) {
      tree.dispose(kept);
      kept = compute(...args);
      await blockUntilReady(kept);
    },
    numbers: () => tree.leaves(kept).map((each) => each.ref.dataSync()),
  };
}

function gemm({ size, dtype, sets }) {
  const matrix = (set, each) =>
    array((dtype === 'float64' ? uniform : uniform32)(size * size, inputStream(set, each)), [size, size]);
  const inputs = Array.from({ length: sets }, (_, set) => [matrix(set, 0), matrix(set, 1)]);
  const results = keeper(jit((a, b) => np.matmul(a, b)));
  return {
    run(turn) {
      const [a, b] = inputs[turn % sets];
      return results.run(a.ref, b.ref);
    },
    read: () => ({ product: checksum(...results.numbers()) }),
  };
}

const parameters = (sizes) => mlpParameters(sizes).map(({ shape, scale, stream }) => draw(shape, stream, scale));

function forward(weights, x) {
  let value = x;
  for (let index = 0; index < weights.length; index += 2) {
    value = np.matmul(value, np.transpose(weights[index])).add(weights[index + 1]);
    if (index + 2 < weights.length) value = nn.relu(value);
  }
  return value;
}

/** Mean softmax cross-entropy; one-hot rows pick the logarithms, as nothing that jits takes indices faster. */
function crossEntropy(logits, y, rows) {
  const picked = nn.logSoftmax(logits, -1).mul(y).sum();
  return picked.mul(-1 / rows);
}

function batches({ sizes, batch, sets }) {
  const [features, classes] = [sizes[0], sizes.at(-1)];
  return Array.from({ length: sets }, (_, set) => ({
    x: draw([batch, features], inputStream(set, 0)),
    y: oneHot(labels(batch, classes, inputStream(set, 1)), classes),
  }));
}

function oneHot(indices, classes) {
  const rows = new Float32Array(indices.length * classes);
  indices.forEach((label, row) => {
    rows[row * classes + label] = 1;
  });
  return array(rows, [indices.length, classes]);
}

function mlp(problem) {
  let weights = parameters(problem.sizes);
  const inputs = batches(problem);
  const step = jit((before, x, y) => {
    const [loss, gradients] = valueAndGrad((at) => crossEntropy(forward(at, x), y, problem.batch))(
      before.map((each) => each.ref),
    );
    return [loss, before.map((each, index) => each.sub(gradients[index].mul(0.1)))];
  });
  let loss;
  return {
    async run(turn) {
      const { x, y } = inputs[turn % problem.sets];
      loss?.dispose();
      [loss, weights] = step(weights, x.ref, y.ref);
      await blockUntilReady([loss, weights]);
    },
    read: () => ({ loss: loss.ref.dataSync()[0], weights: checksum(...weights.map((each) => each.ref.dataSync())) }),
  };
}

function inferMlp(problem) {
  const weights = parameters(problem.sizes);
  const inputs = batches(problem);
  const results = keeper(jit(forward));
  return {
    run: (turn) =>
      results.run(
        weights.map((each) => each.ref),
        inputs[turn % problem.sets].x.ref,
      ),
    read: () => ({ logits: checksum(...results.numbers()) }),
  };
}

function hvp(problem) {
  const weights = parameters(problem.sizes);
  const inputs = batches(problem).map((batch, set) => ({
    ...batch,
    direction: mlpParameters(problem.sizes).map(({ shape }, index) => draw(shape, inputStream(set, 2 + index))),
  }));
  const product = (at, direction, x, y) => {
    const gradient = grad((each) => crossEntropy(forward(each, x.ref), y.ref, problem.batch));
    return jvp(gradient, [at], [direction])[1];
  };
  const results = keeper(jit(product));
  return {
    run(turn) {
      const { x, y, direction } = inputs[turn % problem.sets];
      const refs = (each) => each.map((one) => one.ref);
      return results.run(refs(weights), refs(direction), x.ref, y.ref);
    },
    read: () => ({ product: checksum(...results.numbers()) }),
  };
}

function elementwise({ elements, sets }) {
  const inputs = Array.from({ length: sets }, (_, set) =>
    [0, 1, 2].map((each) => draw([elements], inputStream(set, each))),
  );
  const f = (x, y, z) => np.tanh(x.ref.mul(y).add(z)).mul(x).sum();
  const results = keeper(jit((x, y, z) => valueAndGrad(f)(x, y, z)));
  return {
    run: (turn) => results.run(...inputs[turn % sets].map((each) => each.ref)),
    read() {
      const [value, gradient] = results.numbers();
      return { value: value[0], gradient: checksum(gradient) };
    },
  };
}

function softmaxCe({ rows, classes, sets }) {
  const inputs = Array.from({ length: sets }, (_, set) => [
    draw([rows, classes], inputStream(set, 0), 4),
    oneHot(labels(rows, classes, inputStream(set, 1)), classes),
  ]);
  const results = keeper(jit((z, y) => valueAndGrad((at) => crossEntropy(at, y, rows))(z)));
  return {
    run: (turn) => results.run(...inputs[turn % sets].map((each) => each.ref)),
    read() {
      const [loss, gradient] = results.numbers();
      return { loss: loss[0], gradient: checksum(gradient) };
    },
  };
}

function scalar({ ops, sets }) {
  const inputs = Array.from({ length: sets }, (_, set) => np.array(0.5 + uniform(1, inputStream(set, 0), 0.1)[0]));
  // The graph is rebuilt at each turn, as the workload demands: nothing is jitted.
  const f = valueAndGrad((a) => {
    let s = np.array(1);
    for (let op = 0; op < ops; op += 2) s = s.mul(a.ref).add(a.ref);
    a.dispose();
    return s;
  });
  const results = keeper((a) => f(a));
  return {
    run: (turn) => results.run(inputs[turn % sets].ref),
    read() {
      const [value, derivative] = results.numbers();
      return { value: value[0], derivative: derivative[0] };
    },
  };
}

function rnnSmall({ steps, width, sets }) {
  const weight = draw([width, width], parameterStream(0), 0.3);
  const starts = Array.from({ length: sets }, (_, set) => draw([width, width], inputStream(set, 0)));
  const f = (w, start) => {
    let s = start;
    for (let step = 0; step < steps; step++) s = np.tanh(np.matmul(s, w.ref));
    w.dispose();
    return np.square(s).mean();
  };
  const results = keeper(jit((w, start) => valueAndGrad(f)(w, start)));
  return {
    run: (turn) => results.run(weight.ref, starts[turn % sets].ref),
    read() {
      const [loss, gradient] = results.numbers();
      return { loss: loss[0], gradient: checksum(gradient) };
    },
  };
}

function dynamic() {
  throw new UnsupportedError('a jitted function has one structure, and here each turn has another');
}

function copyOut({ elements, sets }) {
  const inputs = Array.from({ length: sets }, (_, set) => draw([elements], inputStream(set, 0)));
  const negated = jit((x) => np.negative(x));
  let copy;
  return {
    run(turn) {
      copy = negated(inputs[turn % sets].ref).dataSync();
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

/** Makes a problem ready on the WebAssembly device. In Node it has one thread: its workers are those of browsers. */
export async function prepare(problem) {
  await init('wasm');
  defaultDevice('wasm');
  return makers[problem.kind](problem);
}
