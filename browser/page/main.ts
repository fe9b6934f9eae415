/** Trains a small network and writes what came out into the page. */
import { createWasmBackend, currentBackend, useBackend } from 'adjoint';
import type { Report } from './report.js';
import { train } from './training.js';

const backend = currentBackend().name;
const training = train();
useBackend(createWasmBackend({ relaxed: false }));
const report: Report = { crossOriginIsolated, backend, training, strict: train() };
(document.querySelector('#report') as HTMLOutputElement).textContent = JSON.stringify(report);
