/** Write units that items take where each is JSON text in a row, or in S3 where it is too large for one. */
export function plainWriteUnits(items: readonly unknown[]): number {
  let units = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    units += size > LARGEST_ROW ? 1 : Math.ceil((size + ROW_OVERHEAD) / 1_024);
  }
  return units;
}

/** Bytes of data above which the plain layout's row only points to S3. */
const LARGEST_ROW = 390_000;

/**
 * Bytes of a row beside its data: four attribute names, a partition key of 30 characters and two numbers.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
const ROW_OVERHEAD = "partition_keysort_keyexpires_atdata".length + 30 + 3 + 6;
