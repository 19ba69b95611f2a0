import { propertyPath } from "../shared/json.js";

/** A part of a value, and the bytes of its JSON text. */
export interface FatPath {
  /** `$.lines[3].text` */
  readonly path: string;
  readonly size: number;
}

/** A part that is worth naming has a tenth of the whole. */
const WORTH_NAMING = 0.1;
const MOST = 5;

/**
 * The parts of a JSON value that make it large, the largest first, each named as deep down as it is
 * still a large one: `$.pages[0].body`, but `$.rows` where no row is large by itself.
 */
export function fattestPaths(value: unknown): FatPath[] {
  const whole = { path: "$", size: sizeOf(value) };
  return partsOf(value, whole, whole.size * WORTH_NAMING)
    .sort((one, other) => other.size - one.size)
    .slice(0, MOST);
}

function partsOf(value: unknown, part: FatPath, least: number): FatPath[] {
  if (typeof value !== "object" || value === null) return [part];
  const children = Object.entries(value)
    .map(([name, item]) => ({
      item,
      path: Array.isArray(value) ? `${part.path}[${name}]` : propertyPath(part.path, name),
      size: sizeOf(item),
    }))
    .filter(({ size }) => size >= least);
  if (children.length === 0) return [part];
  return children.flatMap(({ item, path, size }) => partsOf(item, { path, size }, least));
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "null");
}
