import { withBits } from '../tensors.js';
import type { Training } from './training.js';

/** All that a training is, in bits. */
export async function trainingBits({ model, optimizer, generator, position, meanLoss }: Training): Promise<unknown> {
  return withBits({
    model: model.stateDict(),
    optimizer: optimizer.stateDict(),
    generator: generator.state(),
    position,
    meanLoss,
  });
}
