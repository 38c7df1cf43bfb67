/** Layers: each node behind everything that calls it, and few edges that cross (Sugiyama, 1981). */
import type { Edge, Graph } from './graph.js';

/** A node of the drawing, or a bend of an edge that passes a layer. */
export interface Slot {
  readonly id: string;
  readonly layer: number;
  /** Null for a bend. */
  readonly name: string | null;
}

/** An edge of the drawing, as the slots it passes. */
export interface Route {
  readonly edge: Edge;
  readonly slots: readonly string[];
  /** Against the direction of the layers, as it closes a circle. */
  readonly backwards: boolean;
}

export interface Layered {
  /** Slots of each layer, in order. */
  readonly layers: readonly (readonly Slot[])[];
  readonly routes: readonly Route[];
}

export function layered({ nodes, edges }: Graph): Layered {
  const names = nodes.map(({ name }) => name);
  const backwards = backEdges(names, edges);
  const forward = edges.map((edge) =>
    backwards.has(edge) ? { from: edge.to, to: edge.from } : { from: edge.from, to: edge.to },
  );
  const depth = depths(names, forward);
  const slots: Slot[] = names.map((name) => ({ id: name, layer: depth.get(name) ?? 0, name }));
  const routes = edges.map((edge, index): Route => {
    const { from, to } = forward[index] as { from: string; to: string };
    const [first, last] = [depth.get(from) ?? 0, depth.get(to) ?? 0];
    const bends = Array.from(
      { length: Math.max(0, last - first - 1) },
      (_, n): Slot => ({
        // No name of a scenario begins like this, and none can be mistaken for a bend.
        id: `\u0000${index}.${n}`,
        layer: first + n + 1,
        name: null,
      }),
    );
    slots.push(...bends);
    return {
      edge,
      slots: [from, ...bends.map(({ id }) => id), to],
      backwards: backwards.has(edge),
    };
  });
  return { layers: ordered(slots, routes), routes };
}

/** Edges that lead back to where a walk along calls came from. */
function backEdges(names: readonly string[], edges: readonly Edge[]): ReadonlySet<Edge> {
  const found = new Set<Edge>();
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string) => {
    state.set(name, 'open');
    for (const edge of edges.filter(({ from }) => from === name)) {
      const there = state.get(edge.to);
      if (there === 'open') found.add(edge);
      else if (there === undefined) visit(edge.to);
    }
    state.set(name, 'done');
  };
  for (const name of names) if (!state.has(name)) visit(name);
  return found;
}

/** The length of the longest way to each node. */
function depths(
  names: readonly string[],
  edges: readonly { readonly from: string; readonly to: string }[],
): ReadonlyMap<string, number> {
  const depth = new Map(names.map((name) => [name, 0]));
  // Without circles, a longest way has fewer edges than there are nodes.
  for (let round = 1; round < names.length; round++) {
    for (const { from, to } of edges) {
      if (from !== to) depth.set(to, Math.max(depth.get(to) ?? 0, (depth.get(from) ?? 0) + 1));
    }
  }
  return depth;
}

/** Rounds of sorting each layer by the middle of its neighbours. */
const ROUNDS = 8;

function ordered(slots: readonly Slot[], routes: readonly Route[]): Slot[][] {
  const last = Math.max(0, ...slots.map(({ layer }) => layer));
  const layers = Array.from({ length: last + 1 }, (_, layer) =>
    slots.filter((slot) => slot.layer === layer),
  );
  const neighbours = neighboursOf(routes);
  const place = new Map<string, number>();
  const note = (layer: readonly Slot[]) => {
    for (const [index, { id }] of layer.entries()) place.set(id, index - (layer.length - 1) / 2);
  };
  for (const layer of layers) note(layer);
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? layers : [...layers].reverse();
    for (const layer of order) {
      const middle = (id: string) =>
        meanOf((neighbours.get(id) ?? [id]).map((each) => place.get(each) ?? 0));
      const weights = new Map(layer.map(({ id }) => [id, middle(id)]));
      layer.sort((a, b) => (weights.get(a.id) ?? 0) - (weights.get(b.id) ?? 0));
      note(layer);
    }
  }
  return layers;
}

function neighboursOf(routes: readonly Route[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const { slots } of routes) {
    for (const [index, id] of slots.entries()) {
      const beside = [slots[index - 1], slots[index + 1]].filter((each) => each !== undefined);
      all.set(id, [...(all.get(id) ?? []), ...beside]);
    }
  }
  return all;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
