import type { JsonValue } from "../../../shared/json.js";
import { type StateTested, textOf } from "../../engine/index.js";
import type { TestedState } from "./tested-state.js";

const TEXTS = [
  "afterArguments",
  "afterInputPath",
  "afterParameters",
  "result",
  "afterResultSelector",
  "afterResultPath",
  "afterItemsPath",
  "afterItemsPointer",
  "afterItemSelector",
  "afterItemBatcher",
] as const;

/** By the name that the field has in a definition. */
const NUMBERS = {
  MaxConcurrency: "maxConcurrency",
  ToleratedFailureCount: "toleratedFailureCount",
  ToleratedFailurePercentage: "toleratedFailurePercentage",
} as const;

/** The service tells nothing of what goes into a Parallel. */
const UNTOLD: readonly string[] = ["afterArguments", "afterInputPath", "afterParameters"];

/** What DEBUG and TRACE tell of a test. */
export function inspectionData(
  { definition }: TestedState,
  inputText: string,
  tested: StateTested,
): object {
  const { inspected, variables, catchIndex, retry } = tested;
  const told = TEXTS.flatMap((name) => {
    const value = inspected.get(name);
    const isTold =
      value !== undefined && !(definition.Type === "Parallel" && UNTOLD.includes(name));
    return isTold ? [[name, textOf(value)] as const] : [];
  });
  const numbers = Object.entries(NUMBERS).flatMap(([field, name]) => {
    const value: JsonValue | undefined =
      inspected.get(field) ??
      (definition.Type === "Map" && name === "maxConcurrency" ? 0 : undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  const errorDetails = {
    ...(catchIndex === undefined ? {} : { catchIndex }),
    ...(retry === undefined
      ? {}
      : { retryIndex: retry.index, retryBackoffIntervalSeconds: retry.delayMs / 1000 }),
  };
  return {
    input: inputText,
    ...Object.fromEntries([...told, ...numbers]),
    ...(Object.keys(variables).length === 0 ? {} : { variables: textOf(variables) }),
    ...(Object.keys(errorDetails).length === 0 ? {} : { errorDetails }),
  };
}
