import type { Moment } from "../moment.js";
import type { Move } from "../move.js";
import type { Failure } from "../run.js";

/** What takes an error that its state could not retry. */
export interface Catcher {
  readonly errors: readonly string[];
  /** Goes on to the catcher's state, with the error as its fields put it. Throws StatesError. */
  take(moment: Moment, failure: Failure): Promise<Move>;
}
