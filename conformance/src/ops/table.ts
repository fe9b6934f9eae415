import { binaryOperations } from './binary.js';
import { clippingOperations } from './clipping.js';
import { convOperations } from './conv.js';
import { graphOperations } from './graph.js';
import { indexOperations } from './indexing.js';
import { initOperations } from './init.js';
import { linalgOperations } from './linalg.js';
import { lossOperations } from './loss.js';
import { normOperations } from './norm.js';
import type { Operations } from './operation.js';
import { optimOperations } from './optim.js';
import { recurrentOperations } from './recurrent.js';
import { reduceOperations } from './reduce.js';
import { resizeOperations } from './resize.js';
import { shapeOperations } from './shape.js';
import { softmaxOperations } from './softmax.js';
import { unaryOperations } from './unary.js';

const functions: Operations = {
  ...unaryOperations,
  ...binaryOperations,
  ...reduceOperations,
  ...shapeOperations,
  ...indexOperations,
  ...linalgOperations,
  ...softmaxOperations,
  ...lossOperations,
  ...normOperations,
  ...recurrentOperations,
  ...convOperations,
  ...resizeOperations,
  ...clippingOperations,
};

/** Every op that this version has, by its name in the oracle files. */
export const operations: Operations = {
  ...functions,
  ...graphOperations(functions),
  ...initOperations,
  ...optimOperations,
};
