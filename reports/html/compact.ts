/** Compact: long paths in a third of the bytes, to a tenth of a pixel. */

/** An SVG whose paths of straight lines say how far each step goes, not where it ends. */
export function compact(svg: string): string {
  return svg.replace(/ d="(M[-\d.,LZ]+)"/g, (_, path: string) => ` d="${shortened(path)}"`);
}

/** `M1.234,5L2.345,6.789` as `M1.2,5l1.1,1.8`: steps between rounded points, so that errors do not add up. */
function shortened(path: string): string {
  let [x, y] = [0, 0];
  return path.replace(
    /([ML])(-?[\d.]+),(-?[\d.]+)/g,
    (_, command: string, toX: string, toY: string) => {
      const [nextX, nextY] = [tenths(toX), tenths(toY)];
      const step =
        command === 'M'
          ? `M${inPixels(nextX)},${inPixels(nextY)}`
          : `l${inPixels(nextX - x)},${inPixels(nextY - y)}`;
      [x, y] = [nextX, nextY];
      return step;
    },
  );
}

function tenths(pixels: string): number {
  return Math.round(Number(pixels) * 10);
}

/** Without the zero in front of a point: SVG needs none. */
function inPixels(tenth: number): string {
  return String(tenth / 10).replace(/^(-?)0\./, '$1.');
}
