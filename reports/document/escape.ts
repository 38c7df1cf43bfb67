/** Escaping: whatever a scenario calls its things, it stays text. */

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for the content and the attributes of HTML and SVG. */
export function escapeMarkup(text: string): string {
  // Control characters are allowed in neither.
  return text
    .replace(/[&<>"']/g, (character) => MARKUP[character] ?? character)
    .replace(CONTROLS, '\ufffd');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;
