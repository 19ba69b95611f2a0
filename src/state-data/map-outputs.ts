import { checkName, namespaceOf, partitionKeyOf, splitListKey } from "./keys.js";
import type { Target } from "./pointer.js";

/**
 * Where the outputs of a Map stand: beside its input, in the input's namespace, under the output
 * key and the input list's generation. Each run of a Map over another list thus has outputs of its
 * own, and a retried iteration replaces its own output and never its input.
 */
export function outputsOf(input: Target, key: string): Target {
  checkName(`"key" of the Map outputs`, key);
  const { base, generation } = splitListKey(input.partitionKey);
  const partitionKey = partitionKeyOf(
    namespaceOf(base),
    generation === undefined ? key : `${key}~${generation}`,
  );
  return { table: input.table, partitionKey, byName: false };
}
