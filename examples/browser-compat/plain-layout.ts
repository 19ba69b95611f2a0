/** What the example's data takes where each item is JSON text in a row, or in S3 where it is too large for one. */
export function plainLayout(items: readonly unknown[]) {
  let bytes = 0;
  let writeUnits = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    bytes += size;
    writeUnits += size > LARGEST_ROW ? 1 : Math.ceil((size + ROW_OVERHEAD) / 1_024);
  }
  return { bytes, writeUnits };
}

/** Bytes of data above which the plain layout's row only points to S3. */
const LARGEST_ROW = 390_000;

/**
 * Bytes of a row beside its data: four attribute names, a partition key of 30 characters and two numbers.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
const ROW_OVERHEAD = "partition_keysort_keyexpires_atdata".length + 30 + 3 + 6;
