/** Phrases: text in which the names from a scenario are told apart from our own words. */

/** A name from the scenario: data, whatever it looks like. */
export interface Name {
  readonly name: string;
}

export type Phrase = readonly (string | Name)[];

type Part = string | number | Name | Phrase;

/** A phrase as a template: says`${name('queue')} meets all ${4} objectives`. */
export function says(strings: TemplateStringsArray, ...parts: readonly Part[]): Phrase {
  return strings.flatMap((text, index) => {
    const words = text === '' ? [] : [text];
    const part = parts[index];
    return part === undefined ? words : [...words, ...partsOf(part)];
  });
}

export function name(text: string): Name {
  return { name: text };
}

/** The phrase as plain text. */
export function plain(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === 'string' ? part : part.name)).join('');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(phrases: readonly Phrase[], conjunction = 'and'): Phrase {
  const last = phrases.at(-1) ?? [];
  if (phrases.length < 2) return last;
  return says`${joined(phrases.slice(0, -1), ', ')} ${conjunction} ${last}`;
}

export function joined(phrases: readonly Phrase[], separator: string): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [separator, ...phrase]));
}

/** A sentence begins with a capital, unless it begins with a name. */
export function sentence(phrase: Phrase): Phrase {
  const [first, ...rest] = phrase;
  if (typeof first !== 'string') return phrase;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest];
}

function partsOf(part: Part): Phrase {
  if (typeof part === 'string') return part === '' ? [] : [part];
  if (typeof part === 'number') return [String(part)];
  return 'name' in part ? [part] : part;
}
