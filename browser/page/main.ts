/** Trains a small network and writes what came out into the page. */
import { createWasmBackend, info, useBackend } from 'adjoint';
import type { Report } from './report.js';
import { train } from './training.js';

const training = train();
// Workers start with the first work that is worth sharing, and speak up while the page idles.
const deadline = performance.now() + 10_000;
while (info().readyThreads < info().threads && performance.now() < deadline) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
const shared = train();
const { name: backend, threads, readyThreads } = info();
useBackend(createWasmBackend({ relaxed: false }));
const report: Report = { crossOriginIsolated, backend, threads, readyThreads, training, shared, strict: train() };
(document.querySelector('#report') as HTMLOutputElement).textContent = JSON.stringify(report);
