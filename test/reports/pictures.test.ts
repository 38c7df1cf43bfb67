/** Pictures: the same every time, whole, and never an empty box. */
import { describe, expect, it } from 'vitest';
import { LIGHT } from '../../reports/drawing/palette.js';
import { pngOf } from '../../reports/drawing/png.js';
import { svgOf, vegaOf } from '../../reports/drawing/svg.js';
import type { Figure, Panel } from '../../reports/figures/figure.js';
import { figures } from '../../reports/figures/index.js';
import { renderHtml, renderPngs, renderSvgs } from '../../reports/index.js';
import { compare } from '../../sim/index.js';
import { shop } from './shop.js';

const LOOK = { palette: LIGHT, width: 600, live: false, alone: true };

function chart(): Figure {
  const all = figures.flatMap((kind) => kind.of(shop()));
  const found = all.find(({ drawing }) => drawing.kind === 'chart');
  if (found === undefined) throw new Error('the shop has no chart');
  return found;
}

/** The figure with other panels. */
function withPanels(panels: readonly unknown[]): Figure {
  const figure = chart();
  if (figure.drawing.kind !== 'chart') throw new Error('not a chart');
  const drawing = { ...figure.drawing, chart: () => ({ datasets: {}, panels: panels as Panel[] }) };
  return { ...figure, drawing };
}

describe('every figure', () => {
  it('is the same bytes twice, as SVG and in the page', async () => {
    expect(await renderSvgs(shop())).toEqual(await renderSvgs(shop()));
    expect(await renderHtml(shop())).toBe(await renderHtml(shop()));
  });

  it('has a name of its own, safe in a file name', async () => {
    const names = (await renderSvgs(shop())).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+$/);
  });

  it('becomes pixels, twice as large', async () => {
    const pictures = await renderPngs(shop());
    expect(pictures.length).toBeGreaterThanOrEqual(6);
    for (const { content } of pictures) {
      expect([...content.slice(1, 4)]).toEqual([...'PNG'].map((each) => each.charCodeAt(0)));
      expect(content.length).toBeGreaterThan(3000);
    }
  });
});

describe('answers that take no time', () => {
  const took = (time: string) => ({ s: { operations: { go: [{ work: time }] } } });
  const of = (...times: string[]) =>
    compare({
      run: { duration: '10s', replications: 2 },
      clients: { users: { calls: 's.go', load: '10/s' } },
      services: took('0s'),
      strategies: Object.fromEntries(times.map((time) => [`in ${time}`, { services: took(time) }])),
    } as never);

  it.each([[['0s']], [['0s', '0s']], [['0s', '1ms', '10s']]])('can be drawn: %j', async (times) => {
    const pictures = await renderSvgs(of(...times));
    expect(pictures.map(({ name }) => name)).toContain('percentiles');
    for (const { content } of pictures) expect(content).not.toMatch(/NaN|Infinity/);
  });
});

describe('a chart that is not right', () => {
  it('with a mark that does not exist is an error that names the figure', async () => {
    const broken = withPanels([{ data: { values: [{ x: 1 }] }, mark: 'nonsense', encoding: {} }]);
    await expect(svgOf(broken, LOOK)).rejects.toThrow(broken.name);
  });

  it('with a scale that drops its values is an error that names the figure', async () => {
    const broken = withPanels([
      {
        data: { values: [{ x: 0 }, { x: 1 }] },
        mark: 'point',
        encoding: {
          x: { field: 'x', type: 'quantitative', scale: { type: 'log', domain: [0, 1] } },
        },
      },
    ]);
    await expect(svgOf(broken, LOOK)).rejects.toThrow(broken.name);
  });

  it('a diagram is no chart', () => {
    const diagram = figures.flatMap((kind) => kind.of(shop())).at(-1) as Figure;
    expect(() => vegaOf(diagram, LOOK)).toThrow('topology is not a chart');
  });

  it('a text that is no SVG is no picture', () => {
    expect(() => pngOf('<svg')).toThrow();
  });
});
