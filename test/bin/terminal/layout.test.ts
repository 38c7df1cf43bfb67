import { expect, test } from 'vitest';
import { wrapped } from '../../../bin/terminal/layout.js';

test('lines end between words, and never between a number and its unit', () => {
  const text = 'users.success was 14.9 %, wanted ≥ 80%; recovery came after 3 min 50 s';
  expect(wrapped(text, 22)).toEqual([
    'users.success was',
    '14.9 %, wanted ≥ 80%;',
    'recovery came after',
    '3 min 50 s',
  ]);
});

test('a word like a unit after a number is a word', () => {
  expect(wrapped('all 4 services', 7)).toEqual(['all 4', 'services']);
});

test('a word that does not fit stays whole', () => {
  expect(wrapped('a incomprehensible b', 4)).toEqual(['a', 'incomprehensible', 'b']);
});
