/** Colours, once for paper and once for the dark; hues after Okabe and Ito, which colour-blind people can tell apart. */

export interface Palette {
  readonly page: string;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly axis: string;
  readonly accent: string;
  readonly fault: string;
  readonly good: string;
  readonly bad: string;
  readonly warn: string;
  readonly series: readonly string[];
}

/** At least 3:1 against the surface for lines, 4.5:1 for text. */
export const LIGHT: Palette = {
  page: '#f5f6f8',
  surface: '#ffffff',
  text: '#1b2129',
  muted: '#57606b',
  grid: '#e7eaee',
  axis: '#8a939e',
  accent: '#0b5cad',
  fault: '#d55e00',
  good: '#0f7a4d',
  bad: '#c0392b',
  warn: '#8f5f00',
  series: ['#0072b2', '#d55e00', '#00936b', '#b5498c', '#b07a00', '#3592cf', '#8a5a2c', '#5c6773'],
};

export const DARK: Palette = {
  page: '#0d1117',
  surface: '#161b22',
  text: '#e7edf3',
  muted: '#9ba7b4',
  grid: '#262d37',
  axis: '#66717d',
  accent: '#6cb6ff',
  fault: '#ff9a57',
  good: '#4ecb8d',
  bad: '#ff8a80',
  warn: '#e3b341',
  series: ['#57b3f0', '#ff8a4c', '#2ccb9c', '#e78dc7', '#efbd45', '#a3d5f7', '#cda57f', '#b3bcc6'],
};

/** A palette that follows the page's theme, and is light where CSS variables are unknown. */
export const THEMED: Palette = mapped((key, light) => `var(--${key}, ${light})`);

/** A palette as CSS declarations. */
export function declarations(palette: Palette): string {
  const lines: string[] = [];
  const { series, ...single } = palette;
  for (const [key, colour] of Object.entries(single)) lines.push(`--${key}:${colour}`);
  for (const [index, colour] of series.entries()) lines.push(`--series-${index}:${colour}`);
  return lines.join(';');
}

function mapped(of: (key: string, light: string) => string): Palette {
  const { series, ...single } = LIGHT;
  const entries = Object.entries(single).map(([key, light]) => [key, of(key, light)]);
  return {
    ...(Object.fromEntries(entries) as Omit<Palette, 'series'>),
    series: series.map((light, index) => of(`series-${index}`, light)),
  };
}
