import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createWasmBackend, useBackend } from 'adjoint';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../page/report.js';
import { type Training, train } from '../page/training.js';
import { build, type EmittedFile } from '../src/build.js';
import { type Site, serve } from './serve.js';
import { type Visit, visit } from './visit.js';

const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const absence = existsSync(executable) ? '' : `: skipped, for there is no ${executable} (apt-get install chromium)`;

describe.skipIf(absence !== '')(`in Chromium${absence}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executable });
  });

  afterAll(() => browser?.close());

  describe('the umbrella package, bundled by Vite', () => {
    let files: EmittedFile[];
    let inNode: { readonly training: Training; readonly strict: Training };

    beforeAll(async () => {
      files = await build({ root: fileURLToPath(new URL('../page', import.meta.url)) });
      const training = train();
      useBackend(createWasmBackend({ relaxed: false }));
      inNode = { training, strict: train() };
    });

    describe.each([
      { page: 'on a cross-origin isolated page', isolated: true },
      { page: 'on a page that is not isolated', isolated: false },
    ])('$page', ({ isolated }) => {
      let site: Site;
      let seen: Visit;
      let report: Report;

      beforeAll(async () => {
        site = await serve(files, { isolated });
        seen = await visit(browser, `${site.address}/index.html`);
        report = JSON.parse(seen.report);
      });

      afterAll(() => site?.close());

      it('keeps to a strict content-security policy and prints nothing', () => {
        expect([...seen.problems, ...site.violations]).toEqual([]);
      });

      it('has the threads that the page allows', () => {
        expect(report.crossOriginIsolated).toBe(isolated);
        expect(report.threads).toBe(isolated ? Math.min(8, availableParallelism()) : 1);
        expect(report.readyThreads).toBe(report.threads);
      });

      it('trains a small network on WebAssembly', () => {
        const { losses, accuracy } = report.training;
        expect(report.backend).toBe('wasm');
        expect(losses.at(-1)).toBeLessThan(0.1 * (losses[0] as number));
        expect(accuracy).toBeGreaterThan(0.97);
      });

      // On one machine, relaxed multiply-adds round alike in both.
      it('computes the bits that Node computes', () => {
        expect(report.training).toEqual(inNode.training);
        expect(report.shared).toEqual(inNode.training);
        expect(report.strict).toEqual(inNode.strict);
      });
    });
  });

  describe('the content-security policy of these tests', () => {
    it.each([
      ['eval', "try { (0, eval)('1') } catch {}"],
      ['new Function', "try { new Function('') } catch {}"],
      ['a worker from a blob', "new Worker(URL.createObjectURL(new Blob([''])))"],
      ['a script from elsewhere', "await import('data:text/javascript,').catch(() => {})"],
      ['eval in a worker', "await new Promise((done) => { new Worker('worker.js').onmessage = done; })"],
    ])('refuses %s, and they notice', async (_name, code) => {
      const site = await serve(
        [
          { path: 'page.html', content: '<script type="module" src="page.js"></script><p id="report"></p>' },
          { path: 'page.js', content: `${code}; document.querySelector('#report').textContent = 'done';` },
          { path: 'worker.js', content: "try { eval('1') } catch {} postMessage('done');" },
        ],
        { isolated: true },
      );
      try {
        await visit(browser, `${site.address}/page.html`);
        await expect.poll(() => site.violations.length).toBeGreaterThan(0);
      } finally {
        await site.close();
      }
    });
  });
});
