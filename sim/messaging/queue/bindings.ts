/** Bindings: which messages an exchange routes to a queue. */

export const EXCHANGES = ['fanout', 'direct', 'topic'] as const;

export type ExchangeType = (typeof EXCHANGES)[number];

/** Fanout: every message. Direct: the same key. Topic: `*` stands for one word, `#` for any number of them. */
export function isBound(type: ExchangeType, binding: string, topic: string): boolean {
  if (type === 'fanout') return true;
  if (type === 'direct') return binding === topic;
  return matches(binding.split('.'), topic.split('.'));
}

function matches([first, ...others]: readonly string[], words: readonly string[]): boolean {
  if (first === undefined) return words.length === 0;
  if (first === '#')
    return (
      matches(others, words) || (words.length > 0 && matches([first, ...others], words.slice(1)))
    );
  const [word, ...rest] = words;
  return word !== undefined && (first === '*' || first === word) && matches(others, rest);
}
