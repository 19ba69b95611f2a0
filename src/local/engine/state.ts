import type { StateType } from "../../asl/index.js";
import type { JsonValue } from "../../shared/json.js";
import type { Catcher } from "./catcher.js";
import type { Moment } from "./moment.js";
import type { RetryRule } from "./retry.js";
import type { Failure, MapRun, Stage, Variables } from "./run.js";
import type { Scope } from "./scope.js";

/** One state of a program: parsed once, then run by as many executions as there are. */
export interface State {
  readonly name: string;
  readonly type: StateType;
  readonly retriers: readonly RetryRule[];
  readonly catchers: readonly Catcher[];
  /** The branches of a Parallel, or the one processor of a Map. */
  readonly scopes: readonly Scope[];
  /** What to do once the state was entered, and again at each retry. Throws StatesError. */
  start(moment: Moment): Move | Promise<Move>;
  /** What to do with the result that the state waited for, or when its time has come. Throws StatesError. */
  finish(moment: Moment, result: JsonValue): Move | Promise<Move>;
  /** What a distributed Map does with the items that were read. Throws StatesError. */
  itemsRead(moment: Moment, mapRun: MapRun, items: readonly JsonValue[]): Move | Promise<Move>;
}

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
