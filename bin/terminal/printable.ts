/** Texts from scenarios made harmless: what would steer the terminal is shown instead of obeyed. */

/** Control characters, but for line breaks and tabs; bidirectional overrides, which hide what is written. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

export function printable(text: string): string {
  return text.replace(STEERING, '�');
}

/** The same data with every text in it made printable. */
export function allPrintable<T>(data: T): T {
  if (typeof data === 'string') return printable(data) as T;
  if (Array.isArray(data)) return data.map(allPrintable) as T;
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).map(([key, value]) => [printable(key), allPrintable(value)]);
  return Object.fromEntries(entries) as T;
}
