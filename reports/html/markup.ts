/** Markup: a template for HTML in which everything is text unless it is markup itself. */
import { escapeMarkup } from '../document/escape.js';
import type { Phrase } from '../document/phrase.js';

/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Markup[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((string, index) => string + rendered(parts[index] ?? '')).join('');
  return new Markup(text);
}

export const NONE = new Markup('');

/** A phrase with its names standing out; a number keeps together with its unit. */
export function phrased(phrase: Phrase): Markup {
  const parts = phrase.map((part) =>
    typeof part === 'string' ? html`${unbroken(part)}` : html`<b>${part.name}</b>`,
  );
  return html`${parts}`;
}

/** No line ends between a number and its unit. */
export function unbroken(text: string): string {
  return text.replace(/(\d) (?=(?:ns|µs|ms|s|min|h|%|cores)(?![\p{L}\d]))/gu, '$1\u00a0');
}

function rendered(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escapeMarkup(String(part));
}
