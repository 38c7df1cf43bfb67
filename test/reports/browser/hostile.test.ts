/** A page full of hostile names, in a browser: nothing of it runs, nothing of it is fetched. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderHtml } from '../../../reports/index.js';
import { folder } from '../../bin/faultline.js';
import { HOSTILE, hostile } from '../hostile.js';
import { launched, opened } from './browser.js';

test('names are shown, and that is all', async () => {
  const file = join(folder(), 'hostile.html');
  writeFileSync(file, await renderHtml(hostile()));
  const browser = await launched();
  const { page, complaints } = await opened(browser, file);
  await page.locator('[data-figure=timeline] .live svg').hover({ position: { x: 500, y: 80 } });
  expect(await page.locator('#tooltip').textContent()).toContain(HOSTILE.plain);
  expect(await page.locator('.picture').first().getAttribute('aria-label')).toContain(
    HOSTILE.plain,
  );
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
  await page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(complaints).toEqual([]);
  await browser.close();
}, 120_000);
