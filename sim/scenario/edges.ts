/** Edges: from an entity to another or to one of its operations, and which of several patterns holds. */

/** An edge pattern, taken apart. */
export interface Pattern {
  readonly from: string;
  readonly to: string;
  /** Null for all operations. */
  readonly operation: string | null;
}

/** `a -> b`, `a -> b.operation`, `* -> b`, `a -> *`; null for anything else. */
export function readPattern(text: string): Pattern | null {
  const match = /^\s*(\S.*?)\s+->\s+(\S.*?)\s*$/.exec(text);
  if (match === null) return null;
  const [, from = '', target = ''] = match;
  // For all edges there is `default`.
  if (from === '*' && target === '*') return null;
  const dot = target.indexOf('.');
  if (dot === -1) return { from, to: target, operation: null };
  return { from, to: target.slice(0, dot), operation: target.slice(dot + 1) };
}

/** `service.operation` taken apart; the operation is null when only a service is named. */
export function readTarget(text: string): { service: string; operation: string | null } {
  const dot = text.indexOf('.');
  if (dot === -1) return { service: text, operation: null };
  return { service: text.slice(0, dot), operation: text.slice(dot + 1) };
}

/** The patterns that fit an edge, the most specific first. */
export function candidates(from: string, to: string, operation: string): readonly string[] {
  return [
    `${from} -> ${to}.${operation}`,
    `${from} -> ${to}`,
    `* -> ${to}.${operation}`,
    `* -> ${to}`,
    `${from} -> *`,
    'default',
  ];
}

/** What a table says about an edge, and which of its patterns says it. */
export function resolve<T>(
  table: Readonly<Record<string, T>>,
  from: string,
  to: string,
  operation: string,
): { readonly pattern: string; readonly value: T } | null {
  // Most scenarios leave most tables empty, and every copy of every caller asks.
  if (isEmpty(table)) return null;
  for (const pattern of candidates(from, to, operation)) {
    const value = Object.hasOwn(table, pattern) ? table[pattern] : undefined;
    if (value !== undefined) return { pattern, value };
  }
  return null;
}

function isEmpty(table: object): boolean {
  for (const _ in table) return false;
  return true;
}
