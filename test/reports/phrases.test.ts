/** Phrases: our words, and names that are only data. */
import { expect, it } from 'vitest';
import { listed, name, plain, says, sentence } from '../../reports/document/phrase.js';

it('a phrase holds names apart from words', () => {
  const phrase = says`${name('queue')} meets all ${4} objectives`;
  expect(phrase).toEqual([{ name: 'queue' }, ' meets all ', '4', ' objectives']);
  expect(plain(phrase)).toBe('queue meets all 4 objectives');
});

it('lists are written out', () => {
  const list = (...names: string[]) => plain(listed(names.map((each) => [name(each)])));
  expect([list(), list('a'), list('a', 'b'), list('a', 'b', 'c')]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});

it('a sentence begins with a capital; a name stays as it is', () => {
  expect(plain(sentence(says`no strategy meets them`))).toBe('No strategy meets them');
  expect(plain(sentence(says`${name('plain')} misses one`))).toBe('plain misses one');
});
