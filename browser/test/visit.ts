import type { Browser } from 'playwright-core';

/** What a browser saw on a page. */
export interface Visit {
  /** The text of the element `#report`. */
  readonly report: string;
  /** Errors and warnings that the page and its workers printed, and requests that were refused. */
  readonly problems: readonly string[];
}

/**
 * Opens a page and waits until it has written its report.
 *
 * @throws Error where the page fails before
 */
export async function visit(browser: Browser, url: string): Promise<Visit> {
  const page = await browser.newPage();
  const problems: string[] = [];
  const failure = new Promise<never>((_resolve, reject) => {
    page.on('pageerror', (error) => reject(new Error(`${url}: ${error.stack ?? error.message}`)));
    page.on('crash', () => reject(new Error(`${url}: the page crashed`)));
  });
  page.on('requestfailed', (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  const report = page.locator('#report:not(:empty)');
  const written = async (): Promise<string> => {
    await page.goto(url);
    return (await report.textContent()) as string;
  };
  try {
    return { report: await Promise.race([written(), failure]), problems };
  } finally {
    await page.close();
  }
}
