/** A real browser, and everything that a page does in it that it should not. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @throws with words on how to get one: a page that nobody opened is not tested */
function installed(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const path = found.find(existsSync);
  if (path !== undefined) return path;
  throw new Error(
    `A report is opened in a browser, and none of ${NAMES.join(', ')} is on the PATH. On Debian and Ubuntu: apt-get install chromium`,
  );
}

export function launched(): Promise<Browser> {
  return chromium.launch({ executablePath: installed(), args: ['--no-sandbox'] });
}

export interface Opened {
  readonly page: Page;
  /** Messages, errors, and requests for anything outside the file. */
  readonly complaints: readonly string[];
}

/** The page once its charts are alive; without scripts, once it is loaded. */
export async function opened(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
  });
  await page.goto(`file://${file}`);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-alive]');
  return { page, complaints };
}
