import { sleep } from "../shared/poll.js";
import { askPatiently } from "./ask-patiently.js";
import { WaitTimeLimitError } from "./errors.js";
import type { ExecutionDescription } from "./execution-facts.js";
import type { HistoryEvent } from "./history-event.js";
import { readTimeLimit, type TimeLimit } from "./wait-for-execution.js";

export interface FollowOptions extends TimeLimit {
  /** Whether inputs and outputs come with the events. Default true. */
  readonly includeData?: boolean | undefined;
}

/** Where the events come from. */
export interface FollowedExecution {
  readonly newestFirst: (signal: AbortSignal) => AsyncIterable<HistoryEvent>;
  readonly describe: (signal: AbortSignal) => Promise<ExecutionDescription>;
}

/** Milliseconds between two looks, the longer the less there is to see. */
const FIRST_WAIT = 100;
const LONGEST_WAIT = 3_000;

export async function* followHistory(
  { newestFirst, describe }: FollowedExecution,
  options: FollowOptions,
): AsyncGenerator<HistoryEvent, void, undefined> {
  const { timeLimit, signal, end } = readTimeLimit(options);
  let seen = 0;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const look = (within: AbortSignal) => eventsAfter(seen, newestFirst(within));
    const events = await askPatiently(look, end, signal);
    yield* events;
    const latest = events.at(-1);
    // Within the history of one that was redriven, its earlier end is not the end.
    if (latest !== undefined && isEnd(latest)) return;
    if (latest !== undefined) {
      seen = latest.id;
      wait = FIRST_WAIT;
    }
    const remaining = end - Date.now();
    if (remaining <= 0) {
      throw new WaitTimeLimitError(timeLimit, await askPatiently(describe, end, signal));
    }
    await sleep(Math.min(wait, remaining), signal);
  }
}

/**
 * The events after an id, in order. They are read from the newest on, so that none is read twice;
 * where events happen meanwhile, the next page may begin with some of the one before.
 */
async function eventsAfter(id: number, newestFirst: AsyncIterable<HistoryEvent>) {
  const newer: HistoryEvent[] = [];
  let oldest = Number.POSITIVE_INFINITY;
  for await (const event of newestFirst) {
    if (event.id <= id) break;
    if (event.id >= oldest) continue;
    oldest = event.id;
    newer.push(event);
  }
  return newer.reverse();
}

function isEnd({ type }: HistoryEvent): boolean {
  return /^Execution(?:Succeeded|Failed|Aborted|TimedOut)$/.test(type);
}
