import type { JsonValue } from "../../shared/json.js";
import type { Visit } from "./run.js";

/** A visit that is about to begin. */
export function visitOf(state: string, input: JsonValue): Visit {
  return { state, input, before: 0, entered: 0, enteredAt: 0, retries: [], stage: { at: "door" } };
}
