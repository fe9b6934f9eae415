import { flopsOf, matrixProducts } from './matrix-products.js';
import { flopsPerTurn, multiplyAddKernel } from './multiply-add-kernel.js';
import type { MakeShare } from './parallel.js';

/** As many multiply-adds as the workload's matrix products need, from registers. */
export const makeShare: MakeShare = async (problem, parts) => {
  const { dtype, products } = matrixProducts(problem);
  const run = await multiplyAddKernel(dtype);
  const flops = products.reduce((sum, product) => sum + flopsOf(product), 0);
  const turns = Math.ceil(flops / flopsPerTurn[dtype] / parts);
  return () => {
    run(turns);
  };
};
