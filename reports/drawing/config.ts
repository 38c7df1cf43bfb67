/** The look of charts: quiet axes, thin grid, type that matches the page. */
import type { Config } from 'vega-lite';
import type { Look } from '../figures/look.js';

/** On a page the reader's own font; in a picture one that the renderer ships. */
const FONTS = {
  page: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  alone: '"DejaVu Sans", system-ui, sans-serif',
};

export function configOf({ palette, alone }: Look): Config {
  return {
    font: alone ? FONTS.alone : FONTS.page,
    background: alone ? palette.surface : 'transparent',
    // The page gives every chart its text alternative; thousands of marks would drown it.
    aria: false,
    padding: alone ? 16 : 2,
    view: { stroke: null },
    concat: { spacing: 14 },
    title: {
      anchor: 'start',
      frame: 'group',
      fontSize: 12,
      fontWeight: 600,
      color: palette.text,
      subtitleColor: palette.muted,
      subtitleFontSize: 11,
      subtitlePadding: 2,
      offset: 8,
    },
    axis: {
      labelFontSize: 11,
      titleFontSize: 11,
      titleFontWeight: 600,
      labelColor: palette.muted,
      titleColor: palette.muted,
      domainColor: palette.axis,
      tickColor: palette.axis,
      gridColor: palette.grid,
      labelOverlap: 'greedy',
    },
    axisX: { grid: false, tickSize: 4 },
    axisY: { domain: false, ticks: false, labelPadding: 6, minExtent: 46 },
    line: { strokeWidth: 1.75, strokeCap: 'round' },
    text: { fontSize: 11, color: palette.text },
  };
}
