/** Assets: the style and the script of the page, built beforehand so that nobody needs a bundler. */
import { existsSync, readFileSync } from 'node:fs';

/** Beside the compiled reports; from the sources, where the build puts them. */
const PLACES = ['../page/', '../../dist/reports/page/'];

export interface Assets {
  readonly style: string;
  readonly script: string;
}

export function assets(): Assets {
  return { style: read('style.css'), script: read('main.js') };
}

function read(file: string): string {
  const found = PLACES.map((place) => new URL(place + file, import.meta.url)).find(existsSync);
  if (found === undefined) {
    throw new Error(`The page's ${file} is not built: npm run build:page makes it`);
  }
  return readFileSync(found, 'utf8').trim();
}
