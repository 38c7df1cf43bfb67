/** The table of docs/live-brokers.md: what products did when they were asked last, and what the model does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../docs/live-brokers.md', import.meta.url));
const BEGIN = '<!-- what follows is written by `UPDATE=1 npm run test:live` -->\n';

export interface Row {
  readonly conversation: string;
  readonly product: string;
  readonly model: string;
  /** Why they disagree, where that is known. */
  readonly differs?: string;
}

export interface Section {
  /** The product with its version. */
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Within a table a bar would end the cell. */
const code = (text: string) => (text === '' ? '' : `\`${text.replaceAll(' | ', ' ; ')}\``);

export function textOf(sections: readonly Section[]): string {
  return sections
    .map(({ title, rows }) => {
      const lines = rows.map(({ conversation, product, model, differs }) => {
        const verdict = product === model ? 'agree' : `**differ**: ${differs ?? 'not explained'}`;
        return `| ${conversation} | ${code(product)} | ${code(model)} | ${verdict} |`;
      });
      const head = ['| conversation | the product | the model | |', '| --- | --- | --- | --- |'];
      return [`## ${title}`, '', ...head, ...lines, ''].join('\n');
    })
    .join('\n');
}

export function committed(): string {
  const text = readFileSync(FILE, 'utf8');
  return text.slice(text.indexOf(BEGIN) + BEGIN.length).trim();
}

export function commit(sections: readonly Section[]): void {
  const text = readFileSync(FILE, 'utf8');
  const head = text.slice(0, text.indexOf(BEGIN) + BEGIN.length);
  writeFileSync(FILE, `${head}\n${textOf(sections)}`);
}

/** The rows of the committed table, by conversation: what the product did, what the model did. */
export function committedRows(): ReadonlyMap<string, readonly [product: string, model: string]> {
  const cells = committed()
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  return new Map(cells.map(([, name = '', product = '', model = '']) => [name, [product, model]]));
}

/** As it stands in the table. */
export const inTable = (text: string): string => text.replaceAll(' | ', ' ; ');
