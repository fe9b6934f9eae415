// The process of the system `onnxruntime`, which infers and does not train.
import { checksum, inputStream, uniform32 } from '../../dist/inputs.js';
import { UnsupportedError } from '../../dist/protocol.js';
import { serve } from '../../dist/serve.js';

await serve(async ({ kind, sizes, batch, sets }, threads) => {
  if (kind !== 'infer-mlp') throw new UnsupportedError('it infers only');
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const { perceptronModel } = await import('./model.mjs');
  const session = await InferenceSession.create(perceptronModel(sizes, batch), {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const inputs = Array.from({ length: sets }, (_, set) => ({
    x: new Tensor('float32', uniform32(batch * sizes[0], inputStream(set, 0)), [batch, sizes[0]]),
  }));
  let logits;
  return {
    async run(turn) {
      ({ logits } = await session.run(inputs[turn % sets]));
    },
    read: () => ({ logits: checksum(logits.data) }),
  };
});
