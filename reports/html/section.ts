/** Sections of the document as HTML. */
import type { Block, Changes, Document, Section } from '../document/document.js';
import type { Phrase } from '../document/phrase.js';
import type { Fact } from '../document/table.js';
import { figureOf } from './figure.js';
import { html, type Markup, phrased } from './markup.js';
import { scoresMarkup } from './scores.js';
import { tableOf } from './table.js';

export async function sectionOf({ id, title, blocks }: Section): Promise<Markup> {
  const content = await Promise.all(blocks.map(blockOf));
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}</section>
`;
}

export function navigationOf({ sections }: Document): Markup {
  const links = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<nav aria-label="Sections"><ul>${links}</ul></nav>`;
}

async function blockOf(block: Block): Promise<Markup> {
  switch (block.kind) {
    case 'lead':
      return html`<p class="card lead">${phrased(block.sentence)}</p>
`;
    case 'sentences':
      return html`<div class="card"><ul class="sentences">${block.sentences.map(item)}</ul></div>
`;
    case 'scores':
      return scoresMarkup(block.scores, block.windows);
    case 'note':
      return html`<p class="note">${phrased(block.text)}</p>
`;
    case 'table':
      return html`<div class="card"><h3>${phrased(block.table.title)}</h3>
${tableOf(block.table, 'means')}</div>
`;
    case 'figures': {
      const drawn: Markup[] = [];
      // One after the other: the names of clip paths are counted in the process.
      for (const figure of block.figures) drawn.push(await figureOf(figure));
      return html`<div class="figures">
${drawn}</div>
`;
    }
    case 'changes':
      return changesOf(block.changes);
    case 'command':
      return html`<pre class="card" tabindex="0"><code>${block.text}</code></pre>
`;
    case 'facts':
      return html`<dl class="facts">${block.facts.map(factOf)}</dl>
`;
  }
}

function item(phrase: Phrase): Markup {
  return html`<li>${phrased(phrase)}</li>`;
}

function changesOf(changes: readonly Changes[]): Markup {
  const items = changes.map(({ strategy, lines }) => {
    const told = lines.map((line) => html`<code>${line}</code>`);
    return html`<dt>${strategy}</dt><dd>${told.length === 0 ? html`nothing` : told}</dd>`;
  });
  return html`<div class="card"><h3>What each strategy changes</h3>
<dl class="changes">${items}</dl></div>
`;
}

function factOf({ label, text }: Fact): Markup {
  return html`<div><dt>${label}</dt><dd>${text}</dd></div>`;
}
