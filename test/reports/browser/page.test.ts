/** A page as `faultline compare` makes it, in a browser: whole, quiet, alive, and for everybody. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultline, keptFolder } from '../../bin/faultline.js';
import { launched, opened } from './browser.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LOOKS = [1280, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

const out = keptFolder();
const file = join(out, 'checkout.html');
let browser: Browser;

beforeAll(async () => {
  const scenario = 'scenarios/gallery/checkout.yaml';
  const { code } = faultline(['compare', scenario, '--replications', '2', '--out', out, '-q']);
  expect(code).toBe(0);
  browser = await launched();
}, 180_000);

afterAll(async () => {
  await browser?.close();
});

async function unfold(page: Page): Promise<void> {
  const all = 'document.querySelectorAll("details")';
  await page.evaluate(`${all}.forEach((each) => { each.open = true; })`);
}

/** What stands in the way of somebody. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe.each(LOOKS)('$width pixels wide, $colorScheme', ({ width, colorScheme }) => {
  const look = { viewport: { width, height: 900 }, colorScheme };

  test('nothing is complained of, nothing asked for, nothing sticks out', async () => {
    const { page, complaints } = await opened(browser, file, look);
    await unfold(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('axe finds no barrier', async () => {
    const { page } = await opened(browser, file, look);
    expect(await barriers(page)).toEqual([]);
    await page.close();
  }, 180_000);
});

test('axe finds no barrier in what is unfolded', async () => {
  const { page } = await opened(browser, file);
  await unfold(page);
  expect(await barriers(page)).toEqual([]);
  await page.close();
}, 180_000);

test('every figure has words for those who do not see it, and its data', async () => {
  const { page } = await opened(browser, file);
  const figures = await page.locator('figure').all();
  expect(figures.length).toBeGreaterThanOrEqual(7);
  for (const figure of figures) {
    const label = await figure.locator('.picture[role=img]').getAttribute('aria-label');
    expect(label).toMatch(/^[^.]+\. .{20,}\.$/);
    expect(label).not.toMatch(/NaN|undefined|null|\[object/);
    expect(await figure.locator('details li').count()).toBeGreaterThan(0);
    expect(await figure.locator('details tbody tr').count()).toBeGreaterThan(0);
  }
  await page.close();
});

test('every chart comes to life in the place of its still picture', async () => {
  const { page } = await opened(browser, file);
  const charts = await page.locator('.picture:has(.still)').all();
  expect(charts.length).toBeGreaterThanOrEqual(5);
  for (const chart of charts) {
    expect(await chart.getAttribute('class')).toContain('alive');
    expect(await chart.locator('.live svg').isVisible()).toBe(true);
    expect(await chart.locator('.still').isVisible()).toBe(false);
  }
  await page.close();
});

test('a tooltip tells all strategies at a moment, and goes when the pointer goes', async () => {
  const { page } = await opened(browser, file);
  const chart = page.locator('[data-figure=timeline] .live svg');
  await chart.hover({ position: { x: 500, y: 80 } });
  const tooltip = page.locator('#tooltip');
  await tooltip.waitFor({ state: 'visible' });
  const text = await tooltip.textContent();
  expect(text).toMatch(/goodput · at \d:\d\dplain\d.*retry\d.*breaker\d.*queue\d/);
  await page.mouse.move(2, 2);
  await tooltip.waitFor({ state: 'hidden' });
  await page.close();
});

test('a strategy pressed in a legend stands out in every chart, until it is pressed again', async () => {
  const { page } = await opened(browser, file);
  const drawn = () => page.locator('[data-figure=latency] .live').innerHTML();
  const button = page.locator('#timeline .legend button', { hasText: 'retry' });
  const before = await drawn();
  await button.click();
  await expect.poll(drawn).not.toBe(before);
  const pressed = page.locator('.legend button[aria-pressed=true]');
  expect([...new Set(await pressed.allTextContents())]).toEqual(['retry']);
  await button.click();
  await expect.poll(drawn).toBe(before);
  expect(await pressed.count()).toBe(0);
  await page.close();
});

test('the theme is the one of the system until the reader chooses', async () => {
  const { page } = await opened(browser, file, { colorScheme: 'dark' });
  const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const button = page.locator('#theme');
  const dark = await ground();
  expect(await button.textContent()).toBe('Light');
  await button.click();
  expect(await button.textContent()).toBe('Dark');
  expect(await ground()).not.toBe(dark);
  await button.click();
  expect(await ground()).toBe(dark);
  await page.close();
});

test('on paper it is light and still, and nothing waits to be pressed', async () => {
  const { page } = await opened(browser, file, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  const ground = 'getComputedStyle(document.documentElement).backgroundColor';
  expect(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']).toContain(await page.evaluate(ground));
  expect(await page.locator('[data-figure=timeline] .still').isVisible()).toBe(true);
  for (const pressed of ['nav', '#theme', '.live', 'details']) {
    expect(await page.locator(pressed).first().isVisible(), pressed).toBe(false);
  }
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000);
  await page.close();
});

test('without scripts it says and shows the same', async () => {
  const { page, complaints } = await opened(browser, file, { javaScriptEnabled: false });
  expect(await page.locator('.still').first().isVisible()).toBe(true);
  expect(await page.locator('#theme').isVisible()).toBe(false);
  expect(complaints).toEqual([]);
  await page.close();
});
