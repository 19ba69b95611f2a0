import { InvalidArgumentError } from "../shared/errors.js";
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
  if (partitionKey === input.partitionKey) {
    throw new InvalidArgumentError(
      `Expected the "key" of the Map outputs to be another than the list's own, got "${key}": the outputs would replace the list. Use a key of their own, such as "${key}-outputs".`,
    );
  }
  return { table: input.table, partitionKey, byName: false };
}
