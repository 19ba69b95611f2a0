/** Pixels from the left and the top of what it is in. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** By its upper left corner. */
export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** A cubic Bézier curve: where it starts, the two points that draw it, where it ends. */
export type Curve = readonly [Point, Point, Point, Point];

/** A straight line. */
export function straight(from: Point, to: Point): Curve {
  return [from, from, to, to];
}

/** Leaves and arrives vertically, and stays between the heights of its ends. */
export function bend(from: Point, to: Point): Curve {
  if (from.x === to.x) return straight(from, to);
  const middle = (from.y + to.y) / 2;
  return [from, { x: from.x, y: middle }, { x: to.x, y: middle }, to];
}

/** To a tenth of a pixel, so that pictures of the same machine are the same text. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Of any number of values, more than a function takes as arguments; 0 of none. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), values[0] ?? 0);
}

/** Of any number of values; 0 of none. */
export function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), values[0] ?? 0);
}
