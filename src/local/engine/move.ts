import type { JsonValue } from "../../shared/json.js";
import type { Failure, Stage, Variables } from "./run.js";

/** What a state decides; `via` is the JSON pointer from the state to what led on, where there are several. */
export type Move =
  | {
      readonly go: "on";
      readonly output: JsonValue;
      readonly assigned: Variables;
      readonly next: string | undefined;
      readonly via?: string;
    }
  | { readonly go: "wait"; readonly stage: Stage; readonly via?: string }
  | { readonly go: "fail"; readonly failure: Failure };
