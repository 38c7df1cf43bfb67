/** The page's script: brings the still charts to life. Without it, the page says the same. */
import type { Payload } from '../html/payload.js';
import { chart } from './chart.js';
import { chooseInLegends } from './legend.js';
import { offerThemes } from './theme.js';
import { Tooltip } from './tooltip.js';

async function start(): Promise<void> {
  offerThemes();
  const payload = JSON.parse(document.getElementById('payload')?.textContent ?? '') as Payload;
  const tooltip = new Tooltip(payload);
  const charts = [];
  for (const figure of payload.figures) {
    charts.push(await chart(figure, tooltip));
    // The page stays usable while its charts come to life.
    await new Promise((resolve) => setTimeout(resolve));
  }
  chooseInLegends(payload.labels, charts);
  document.documentElement.dataset.alive = '';
}

void start();
