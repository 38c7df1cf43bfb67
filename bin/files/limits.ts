/** Reading within limits: text in UTF-8, never more of it than a scenario may have. */
import { isUtf8 } from 'node:buffer';
import { FILE_LIMIT } from '../../sim/scenario/parse.js';

/** What a file must be, in words that fit behind `expected`. */
export class Unreadable extends Error {}

const SIZE = `at most ${FILE_LIMIT / 1024 / 1024} MiB`;

/** Refuses a size before anything is read. */
export function checkSize(bytes: number): void {
  if (bytes > FILE_LIMIT) throw new Unreadable(`a file of ${SIZE}`);
}

/** Everything that a stream gives. */
export async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > FILE_LIMIT) throw new Unreadable(`an input of ${SIZE}`);
    chunks.push(Buffer.from(chunk));
  }
  return decoded(Buffer.concat(chunks));
}

export function decoded(bytes: Buffer): string {
  if (!isUtf8(bytes) || bytes.includes(0)) throw new Unreadable('a text in UTF-8');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}
