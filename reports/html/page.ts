/** The page: one file that needs nothing else, whatever it is opened with. */
import { createHash } from 'node:crypto';
import type { ExperimentResult } from '../../sim/index.js';
import { compose } from '../document/compose.js';
import { DARK, declarations, LIGHT } from '../drawing/palette.js';
import type { Assets } from './assets.js';
import { LICENCES } from './licences.js';
import { payloadOf } from './live.js';
import { html, Markup, NONE } from './markup.js';
import { navigationOf, sectionOf } from './section.js';

export async function pageOf(result: ExperimentResult, { style, script }: Assets): Promise<string> {
  const document = compose(result);
  const question =
    document.question === ''
      ? NONE
      : html`<p class="question">${document.question}</p>
`;
  const kind = result.strategies.length > 1 ? 'compare' : 'run';
  const css = `${themes()}${style}`;
  const code = script.replace(/<(?=\/script|!--)/gi, '\\x3c');
  const policy = `default-src 'none'; style-src ${hashOf(css)}; script-src ${hashOf(code)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const sections: Markup[] = [];
  // One after the other: the names of clip paths are counted in the process.
  for (const section of document.sections) sections.push(await sectionOf(section));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${document.title} · faultline</title>
<link rel="icon" href="data:,">
<style>${new Markup(css)}</style>
</head>
<body>
<a class="skip" href="#answer">Skip to the answer</a>
<header>
<p class="brand"><b>faultline</b> ${kind}<button type="button" id="theme" hidden>Dark</button></p>
<h1>${document.title}</h1>
${question}<p class="circumstances">${document.facts.join(' · ')}</p>
${navigationOf(document)}
</header>
<main>
${sections}</main>
<footer>
<p>Made by faultline ${result.faultline}. This file needs no other, and asks for none.</p>
<details><summary>Licences</summary><pre tabindex="0">${LICENCES}</pre></details>
</footer>
<div id="tooltip" role="presentation" hidden></div>
<script type="application/json" id="payload">${new Markup(embedded(payloadOf(result, document)))}</script>
<script>${new Markup(code)}</script>
</body>
</html>
`;
  return page.text;
}

function themes(): string {
  const dark = declarations(DARK);
  return [
    `:root{color-scheme:light;${declarations(LIGHT)}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${dark}}}`,
    `@media screen{:root[data-theme=dark]{color-scheme:dark;${dark}}}`,
  ].join('');
}

/** JSON inside a script element: nothing in it can end the element. */
function embedded(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Only what we wrote ourselves is run or styles the page. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
