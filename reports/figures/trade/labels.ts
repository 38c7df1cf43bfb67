/** Labels beside points: pushed apart where they would cover each other. */

export interface Labelled {
  readonly x: number;
  /** In pixels from the top. */
  readonly y: number;
}

/** Lines of text need so many pixels each. */
const LINE = 14;
/** Labels of points further apart than this share of the width do not meet. */
const APART = 0.45;

/**
 * The pixel from the top at which each point's label stands: beside its point, or as near as possible.
 * @param width of the x axis, in its own unit
 */
export function placed(points: readonly Labelled[], width: number, height: number): number[] {
  const result = points.map(({ y }) => y);
  const order = points.map((_, index) => index).sort((a, b) => at(result, a) - at(result, b));
  for (const [rank, index] of order.entries()) {
    const above = order.slice(0, rank).filter((other) => meet(points, index, other, width));
    result[index] = Math.max(at(result, index), ...above.map((other) => at(result, other) + LINE));
  }
  // What was pushed below the plot comes back, and pushes in turn.
  let floor = height - LINE / 2;
  for (const index of [...order].reverse()) {
    if (at(result, index) <= floor) continue;
    result[index] = floor;
    floor -= LINE;
  }
  return result;
}

/**
 * Where each label begins: at the outermost of the points that crowd around its own, so that it covers
 * none of them.
 */
export function outermost(
  points: readonly Labelled[],
  width: number,
  side: 'least' | 'most',
): number[] {
  return points.map((own) => {
    const crowd = points.filter(
      ({ x, y }) => Math.abs(x - own.x) < CROWD * width && Math.abs(y - own.y) < 3 * LINE,
    );
    const all = crowd.map(({ x }) => x);
    return side === 'least' ? Math.min(...all) : Math.max(...all);
  });
}

/** Points closer than this share of the width are a crowd. */
const CROWD = 0.12;

function meet(points: readonly Labelled[], a: number, b: number, width: number): boolean {
  const [one, other] = [points[a], points[b]];
  return Math.abs((one?.x ?? 0) - (other?.x ?? 0)) < APART * width;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}
