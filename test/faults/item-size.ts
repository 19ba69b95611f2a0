import { elements, type Json, members } from "./json.js";

/**
 * The size of an item in bytes as DynamoDB counts it: names and strings in UTF-8, bytes of binaries, numbers about one
 * byte for two significant digits and one more. `item` is in the wire's form, `{ "name": { "S": "text" } }`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Json | undefined): number {
  return sum(members(item), ([name, value]) => Buffer.byteLength(name) + valueSize(value));
}

/** The write units that it takes to put an item of so many bytes: one for each KiB begun. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

const sizes: Readonly<Record<string, (value: Json) => number>> = {
  S: (value) => Buffer.byteLength(String(value)),
  N: (value) => numberSize(String(value)),
  B: (value) => Buffer.byteLength(String(value), "base64"),
  BOOL: () => 1,
  NULL: () => 1,
  SS: (value) => sum(elements(value), (one) => Buffer.byteLength(String(one))),
  NS: (value) => sum(elements(value), (one) => numberSize(String(one))),
  BS: (value) => sum(elements(value), (one) => Buffer.byteLength(String(one), "base64")),
  // Lists and maps take 3 bytes, and 1 for each element.
  L: (value) => 3 + sum(elements(value), (one) => 1 + valueSize(one)),
  M: (value) =>
    3 + sum(members(value), ([name, one]) => 1 + Buffer.byteLength(name) + valueSize(one)),
};

function valueSize(value: Json): number {
  const [type, content] = members(value)[0] ?? [];
  const size = type === undefined ? undefined : sizes[type];
  if (size === undefined || content === undefined) {
    throw new Error(
      `Expected an attribute value such as {"S": "text"}, got ${JSON.stringify(value)}`,
    );
  }
  return size(content);
}

/**
 * A byte for each digit of base 100, counted from the decimal point, without zeros at either end; one more for the
 * exponent, and one for a minus.
 */
function numberSize(text: string): number {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^([-+]?)(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return 1;
  const lowestPower = Number(exponent) - fraction.length + digits.length - significant.length;
  const pairs = Math.ceil((significant.length + Math.abs(lowestPower % 2)) / 2);
  return Math.min(21, pairs + 1 + (sign === "-" ? 1 : 0));
}

function sum<Element>(list: readonly Element[], size: (element: Element) => number): number {
  return list.reduce((total, element) => total + size(element), 0);
}
