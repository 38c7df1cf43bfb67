/** Tables as HTML: in a box that scrolls by itself, so that the page never does. */
import { plain } from '../document/phrase.js';
import type { Cell, Column, Table } from '../document/table.js';
import { html, type Markup, NONE, phrased } from './markup.js';

/** @param kind a wide table of means, or plain data */
export function tableOf({ name, title, columns, rows }: Table, kind: 'means' | 'data'): Markup {
  const label = `${plain(title)}: table`;
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
<table class="${kind}" id="table-${name}">
<thead><tr>${columns.map(head)}</tr></thead>
<tbody>
${rows.map((row) => rowOf(row, columns))}</tbody>
</table></div>`;
}

function head({ label, align, remark }: Column): Markup {
  const second = remark === undefined ? NONE : html`<span class="remark plain">${remark}</span>`;
  return html`<th scope="col" class="${align}">${phrased(label)}${second}</th>`;
}

function rowOf(cells: readonly Cell[], columns: readonly Column[]): Markup {
  const [first, ...rest] = cells;
  const headOfRow = first === undefined ? NONE : html`<th scope="row">${contentOf(first)}</th>`;
  const others = rest.map(
    (cell, index) => html`<td${classOf(cell, columns[index + 1])}>${contentOf(cell)}</td>`,
  );
  return html`<tr>${headOfRow}${others}</tr>
`;
}

function classOf({ tone }: Cell, column: Column | undefined): Markup {
  const names = [column?.align === 'left' ? 'left' : '', tone ?? ''].filter((each) => each !== '');
  return names.length === 0 ? NONE : html` class="${names.join(' ')}"`;
}

function contentOf({ text, remark }: Cell): Markup {
  if (remark === undefined) return phrased(text);
  return html`${phrased(text)}<span class="remark ${remark.tone}">${remark.text}</span>`;
}
