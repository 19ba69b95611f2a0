import type { ItemReader } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import { wholeOf } from "../dataflow/numbers.js";
import type { Names } from "../moment.js";
import type { StateParts } from "../program/compile-state.js";
import type { ReaderRequest } from "./map-run-document.js";

/** Makes the request for a distributed Map's items; undefined when they come from its input. */
export function compileReader(
  reader: ItemReader | undefined,
  { dataflow }: StateParts,
): ((names: Names) => Promise<ReaderRequest>) | undefined {
  if (reader === undefined) return undefined;
  const within = dataflow.within("ItemReader");
  const parameters = within.template("Parameters") ?? within.template("Arguments");
  const maxItems = dataflow.within("ItemReader", "ReaderConfig").field("MaxItems");
  return async (names) => ({
    resource: reader.Resource,
    parameters: (await parameters?.(names)) ?? {},
    config: (reader.ReaderConfig ?? {}) as JsonValue, // read from JSON
    maxItems: await wholeOf(maxItems, names),
  });
}
