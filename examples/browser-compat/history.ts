import { setTimeout as sleep } from "node:timers/promises";
import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from "@aws-sdk/client-sfn";
import type { Watcher } from "./progress.js";

/** Bytes that a state may have as input or output: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const STATE_LIMIT = 262_144;

/** What went through the states of an execution. */
export interface Traffic {
  /** Bytes of all inputs and outputs of states. */
  readonly total: number;
  /** Bytes of the largest of them. */
  readonly largest: number;
}

/** Milliseconds between two looks at the history. */
const INTERVAL = 200;

/** Tells the watcher what the history of an execution says, event by event, until it is over. */
export async function watchHistory(
  sfn: SFNClient,
  executionArn: string,
  watcher: Watcher,
): Promise<Traffic> {
  const traffic = { total: 0, largest: 0 };
  const tell = teller(watcher);
  for (let last = 0; ; ) {
    const events = await eventsAfter(last, sfn, executionArn);
    for (const event of events) {
      const text = event.stateEnteredEventDetails?.input ?? event.stateExitedEventDetails?.output;
      const bytes = Buffer.byteLength(text ?? "");
      traffic.total += bytes;
      traffic.largest = Math.max(traffic.largest, bytes);
      tell(event);
    }
    last = events.at(-1)?.id ?? last;
    if (events.some(({ type = "" }) => /^Execution(?!Started)/.test(type))) return traffic;
    await sleep(INTERVAL);
  }
}

/** The events after an id, in order. They are read from the newest on, so that none is read twice. */
async function eventsAfter(last: number, sfn: SFNClient, executionArn: string) {
  const newer: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        reverseOrder: true,
        maxResults: 1_000,
        nextToken,
      }),
    );
    const events = page.events ?? [];
    newer.push(...events.filter(({ id = 0 }) => id > last));
    nextToken = (events.at(-1)?.id ?? 0) > last ? page.nextToken : undefined;
  } while (nextToken !== undefined);
  return newer.reverse();
}

/** Tells of the states of the machine itself, and of a Map's iterations as they succeed. */
function teller(watcher: Watcher): (event: HistoryEvent) => void {
  let map: { readonly name: string; readonly items: number; done: number } | undefined;
  return ({ type, ...event }) => {
    const entered = event.stateEnteredEventDetails?.name;
    const exited = event.stateExitedEventDetails?.name;
    if (type === "MapStateEntered") map = { name: entered ?? "", items: 0, done: 0 };
    if (type === "MapStateStarted" && map !== undefined) {
      map = { ...map, items: event.mapStateStartedEventDetails?.length ?? 0 };
    }
    if (type === "MapIterationSucceeded" && map !== undefined) {
      map.done += 1;
      watcher.iterated(map.name, map.done, map.items);
    }
    const isWithinMap = map !== undefined && ![entered, exited].includes(map.name);
    if (entered !== undefined && !isWithinMap) watcher.entered(entered);
    if (exited !== undefined && !isWithinMap) watcher.exited(exited);
    if (type === "MapStateExited") map = undefined;
  };
}
