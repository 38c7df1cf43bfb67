/** Assets: the style and the script of the page, built beforehand so that nobody needs a bundler. */
import { existsSync, readFileSync } from 'node:fs';

/** Beside the compiled reports; from the command line, and from the sources, where the build puts them. */
const PLACES = ['../page/', '../reports/page/', '../../dist/reports/page/'];

export interface Assets {
  readonly style: string;
  readonly script: string;
}

export function assets(): Assets {
  // Sources have a style of the same name, in pieces: what has the script is built.
  const place = PLACES.find((each) => existsSync(new URL(`${each}main.js`, import.meta.url)));
  if (place === undefined) {
    throw new Error('The page of reports is not built: npm run build:page makes it');
  }
  const read = (file: string) =>
    readFileSync(new URL(place + file, import.meta.url), 'utf8').trim();
  return { style: read('style.css'), script: read('main.js') };
}
