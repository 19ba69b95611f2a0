import type { JsonValue } from "../../shared/json.js";
import type { Failure, Stage, Variables } from "./run.js";

/** What a state decides. */
export type Move =
  | {
      readonly go: "on";
      readonly output: JsonValue;
      readonly assigned: Variables;
      readonly next: string | undefined;
    }
  | { readonly go: "wait"; readonly stage: Stage }
  | { readonly go: "fail"; readonly failure: Failure };
