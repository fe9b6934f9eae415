import { createWasmBackend } from '../backend/wasm/index.js';
import { scheduler } from '../graph/node.js';
import { setDefaultBackend, settle } from '../schedule/evaluate.js';
import { tidyRecent } from '../schedule/step.js';

/** Joins the graph, the scheduler and a backend: after this module is loaded, tensors have values. */
scheduler.settle = settle;
scheduler.tidyRecent = tidyRecent;
setDefaultBackend(() => createWasmBackend());
