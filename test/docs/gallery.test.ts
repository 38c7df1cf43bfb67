/** The gallery on the front page: every file with its question and an answer. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const README = readFileSync('README.md', 'utf8');
const FOLDER = 'scenarios/gallery';
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

/** `| [name](file) | question | answer |` */
const rows = README.split('\n').flatMap((line) => {
  const [, name, file, question, answer] =
    /^\| \[([\w-]+)\]\((scenarios\/gallery\/[^)]+)\) \| (.+?) \| (.+?) \|$/.exec(line) ?? [];
  return file === undefined ? [] : [{ name, file, question, answer }];
});

it.each(files)('%s has its line in the README, with its question and an answer', (name) => {
  const row = rows.find(({ file }) => file === `${FOLDER}/${name}`);
  expect(row, `a line in the README's table for ${name}: see CONTRIBUTING`).toBeDefined();
  const [, question] = /^question: (.*)$/m.exec(readFileSync(`${FOLDER}/${name}`, 'utf8')) ?? [];
  if (question !== undefined) expect(row?.question).toBe(question);
  // An answer is a figure that somebody has seen.
  expect(row?.answer).toMatch(/\d/);
});

it('the table names no file that is not there', () => {
  const known = files.map((name) => `${FOLDER}/${name}`);
  expect(rows.map(({ file }) => file).filter((file) => !known.includes(file as string))).toEqual(
    [],
  );
});
