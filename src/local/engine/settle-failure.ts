import type { Moment } from "./moment.js";
import type { Move } from "./move.js";
import type { State } from "./program/program.js";
import { matches } from "./program/retry.js";
import type { Failure } from "./run.js";

/**
 * What becomes of a state that failed: a retrier that still has attempts, else a catcher, each the
 * first that lists the error: https://states-language.net/#errors.
 */
export async function settleFailure(
  moment: Moment,
  state: State,
  failure: Failure,
  names: readonly string[],
  { random }: { random(): number },
): Promise<Move> {
  const { visit } = moment;
  const index = state.retriers.findIndex(({ errors }) => matches(errors, names));
  const retrier = state.retriers[index];
  const retried = visit.retries[index] ?? 0;
  if (retrier !== undefined && retried < retrier.maxAttempts) {
    visit.retries = state.retriers.map(
      (_, at) => (visit.retries[at] ?? 0) + (at === index ? 1 : 0),
    );
    const until = moment.now + retrier.delayMs(retried, random);
    return { go: "wait", stage: { at: "pause", until, next: "start" }, via: `/Retry/${index}` };
  }
  if (state.type === "Map" || state.type === "Parallel") moment.tell(`${state.type}StateFailed`);
  const catcher = state.catchers.find(({ errors }) => matches(errors, names));
  return catcher === undefined ? { go: "fail", failure } : catcher.take(moment, failure);
}
