/** The attribute values that our rows are made of, in DynamoDB's notation. */
export type Attribute =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly BOOL: boolean };

export type Attributes = Readonly<Record<string, Attribute>>;

/** Bytes that an item may have, names included: DynamoDB's 400 KB. */
export const MAX_ITEM_BYTES = 409_600;

/**
 * Bytes of an item as DynamoDB counts them for its limit and for write units.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(attributes: Attributes): number {
  let size = 0;
  // Not the entries: an array for each would take most of the time.
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) size += Buffer.byteLength(name) + valueSize(value);
  }
  return size;
}

/** A write unit is one KiB of an item, begun. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1_024));
}

function valueSize(value: Attribute): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("B" in value) return value.B.byteLength;
  if ("BOOL" in value) return 1;
  return numberSize(value.N);
}

/** A byte for each two digits, paired from the right, less trailing pairs of zeros; and one more. Whole numbers only. */
function numberSize(text: string): number {
  const digits = text.replace(/^-?0*/, "");
  const paired = digits.length % 2 === 0 ? digits : `0${digits}`;
  return paired.replace(/(00)+$/, "").length / 2 + 1 + (text.startsWith("-") ? 1 : 0);
}
