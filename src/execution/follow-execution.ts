import { sleep } from "../shared/poll.js";
import { askPatiently } from "./ask-patiently.js";
import type { ExecutionDescription } from "./execution-facts.js";
import type { HistoryEvent } from "./history-event.js";
import { isOver, LONGEST_RUN } from "./wait-for-execution.js";

export interface FollowOptions {
  /** Ends it early; the execution runs on. */
  readonly signal?: AbortSignal | undefined;
  /** Events up to this one are known already. Default 0. */
  readonly after?: number | undefined;
}

/** What is asked of an execution that is followed. */
interface Followed {
  describe(options: { signal: AbortSignal }): Promise<ExecutionDescription>;
  history(options: {
    reverse: boolean;
    pageSize: number;
    signal: AbortSignal;
  }): AsyncIterable<HistoryEvent>;
}

/** Milliseconds between two looks: as `wait` does. */
const FIRST_WAIT = 100;
const LONGEST_WAIT = 3_000;
/** Of a page: what happens between two looks is mostly less. */
const PAGE = 100;

/** The events of an execution as they happen, until it is over. See `Execution.follow`. */
export async function* followExecution(
  execution: Followed,
  { signal = new AbortController().signal, after = 0 }: FollowOptions,
): AsyncGenerator<HistoryEvent, void, undefined> {
  const end = Date.now() + LONGEST_RUN;
  let seen = after;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    // Asked first: when it is over, its last event is there.
    const description = await askPatiently(
      (limit) => execution.describe({ signal: limit }),
      end,
      signal,
    );
    const events = await askPatiently((limit) => newerThan(execution, seen, limit), end, signal);
    for (const event of events) {
      seen = event.id;
      yield event;
    }
    if (isOver(description)) return;
    if (events.length > 0) wait = FIRST_WAIT;
    await sleep(wait, signal);
  }
}

/** Read from the end, so that a long history is not read again and again. */
async function newerThan(
  execution: Followed,
  seen: number,
  signal: AbortSignal,
): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const pageSize = seen === 0 ? 1_000 : PAGE;
  for await (const event of execution.history({ reverse: true, pageSize, signal })) {
    if (event.id <= seen) break;
    events.push(event);
  }
  return events.reverse();
}
