/** Phrases on the terminal: names from the scenario stand out from our words. */
import type { Phrase } from '../../reports/document/phrase.js';
import { hanging } from './layout.js';
import { paint } from './paint.js';

/** Sentences, each beginning on a line of its own. */
export function prose(heading: string, sentences: readonly Phrase[], width: number): string {
  const items = sentences.map((sentence) => `  ${hanging(painted(sentence), 2, width)}\n`);
  return `${paint.bold(heading)}\n${items.join('')}`;
}

function painted(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === 'string' ? part : bold(part.name))).join('');
}

/** Word by word, so that a name may be wrapped. */
function bold(name: string): string {
  return name
    .split(' ')
    .map((word) => paint.bold(word))
    .join(' ');
}
