import { referenceBackend } from '../backend/reference/index.js';
import { scheduler } from '../graph/node.js';
import { settle, useBackend } from '../schedule/evaluate.js';
import { tidyRecent } from '../schedule/step.js';

/** Joins the graph, the scheduler and a backend: after this module is loaded, tensors have values. */
scheduler.settle = settle;
scheduler.tidyRecent = tidyRecent;
useBackend(referenceBackend);
