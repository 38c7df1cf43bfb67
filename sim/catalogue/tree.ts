/**
 * What somebody wrote, as a tree that remembers where: every finding points at its place in the file,
 * through shorthand, defaults and overlays.
 */

/** A stretch of a source text: offsets from 0, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Scalar = string | number | boolean | null;

/** Why a node is there: the author wrote it, or it is a default. */
export type Origin = 'written' | 'default';

export interface ScalarNode {
  readonly type: 'scalar';
  readonly value: Scalar;
  readonly span: Span | null;
  readonly origin: Origin;
}

export interface ListNode {
  readonly type: 'list';
  readonly items: readonly Node[];
  /** Where each item was written, if some of what was written stands for several items. */
  readonly places?: readonly number[];
  readonly span: Span | null;
  readonly origin: Origin;
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span | null;
  readonly node: Node;
  /** The author left the key out, as shorthand allows: messages do so too. */
  readonly implied?: true;
  /** The author left it all out: what the default means, and where it comes from. */
  readonly filled?: Words;
  /** What put it in the place of what the scenario says: a strategy, the command line. */
  readonly by?: string;
}

/** What a value means, and where it comes from. */
export interface Words {
  readonly doc: string;
  readonly source?: string;
}

export interface MapNode {
  readonly type: 'map';
  readonly entries: readonly Entry[];
  readonly span: Span | null;
  readonly origin: Origin;
}

export type Node = ScalarNode | ListNode | MapNode;

export type Path = readonly (string | number)[];

export function scalarNode(value: Scalar, like: Pick<Node, 'span' | 'origin'>): ScalarNode {
  return { type: 'scalar', value, span: like.span, origin: like.origin };
}

export function listNode(
  items: readonly Node[],
  like: Pick<ListNode, 'span' | 'origin' | 'places'>,
): ListNode {
  const { span, origin, places } = like;
  return { type: 'list', items, span, origin, ...(places === undefined ? {} : { places }) };
}

export function mapNode(entries: readonly Entry[], like: Pick<Node, 'span' | 'origin'>): MapNode {
  return { type: 'map', entries, span: like.span, origin: like.origin };
}

/** A map of one entry around a node, in the node's place. */
export function wrap(key: string, node: Node): MapNode {
  return mapNode([{ key, keySpan: node.span, node, implied: true }], node);
}

export function child(node: Node, key: string): Node | undefined {
  if (node.type !== 'map') return undefined;
  return node.entries.find((entry) => entry.key === key)?.node;
}

/** The plain value, as a schema wants it. */
export function toPlain(node: Node): unknown {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'list') return node.items.map(toPlain);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, toPlain(entry.node)]));
}

/** A tree of a plain value that has no file, such as a scenario built in TypeScript. */
export function fromPlain(value: unknown, origin: Origin = 'written'): Node {
  const like = { span: null, origin };
  if (Array.isArray(value))
    return listNode(
      value.map((item) => fromPlain(item, origin)),
      like,
    );
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return mapNode(
      entries.map(([key, each]) => ({ key, keySpan: null, node: fromPlain(each, origin) })),
      like,
    );
  }
  return scalarNode(value as Scalar, like);
}

/** The node at a path, or the deepest one on the way there. */
export function nodeAt(root: Node, path: Path): Node {
  let node = root;
  for (const step of path) {
    const next = typeof step === 'number' ? itemAt(node, step) : child(node, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function itemAt(node: Node, index: number): Node | undefined {
  return node.type === 'list' ? node.items[index] : undefined;
}

/** The path as the author wrote it, without the keys that shorthand left out. */
export function writtenPath(root: Node, path: Path): Path {
  const written: (string | number)[] = [];
  let node: Node | undefined = root;
  for (const step of path) {
    const entry: Entry | undefined =
      node?.type === 'map' ? node.entries.find(({ key }) => key === step) : undefined;
    if (entry?.implied !== true) written.push(placeOf(node, step));
    node =
      entry?.node ??
      (typeof step === 'number' && node !== undefined ? itemAt(node, step) : undefined);
  }
  return written;
}

/** Where in its list an item was written. */
function placeOf(node: Node | undefined, step: string | number): string | number {
  const places = node?.type === 'list' && typeof step === 'number' ? node.places : undefined;
  return places?.[step as number] ?? step;
}

/** The span of the key that a path ends in, for findings about the key itself. */
export function keySpanAt(root: Node, path: Path): Span | null {
  const parent = nodeAt(root, path.slice(0, -1));
  if (parent.type !== 'map') return nodeAt(root, path).span;
  return parent.entries.find((entry) => entry.key === path.at(-1))?.keySpan ?? parent.span;
}
