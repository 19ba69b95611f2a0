import { createLogUpdate } from "log-update";
import type { HistoryEvent } from "sfn-task-tools/execution";
import { bar, bytes, count, seconds } from "./figures.js";
import type { Usage } from "./usage.js";
import { machine } from "./workflow.js";

/** Columns of the bar. */
const WIDTH = 20;
/** Milliseconds between two pictures of it. */
const REDRAW = 80;

/**
 * Shows how a run gets on, event by event: a live bar on a terminal, a line now and then elsewhere.
 * Beside it stand the bytes that have passed through the states, and those that tasks have kept.
 */
export function showProgress(stream: NodeJS.WriteStream, usage: Usage) {
  const live = stream.isTTY && process.env.TERM !== "dumb" ? createLogUpdate(stream) : undefined;
  // The states of the machine itself: each of the Map's iterations has its own.
  const names = new Set(machine.states.map(({ name }) => name));
  const none = { name: "", since: 0, items: 0, done: 0 };
  let state = none;
  let passed = 0;
  let drawn = 0;

  const line = (told: string) =>
    `  ${state.name.padEnd(11)}  ${told.padEnd(38)}  ${bytes(passed)} passed, ${bytes(usage.keptBytes)} kept`;
  const progress = () => {
    const { done, items } = state;
    if (items === 0) return "…";
    return `${bar(done / items, WIDTH).padEnd(WIDTH, "░")}  ${count(done)} of ${count(items)}`;
  };

  return (event: HistoryEvent) => {
    const { type, details } = event;
    const time = event.timestamp.getTime();
    const name = "name" in details && names.has(String(details.name)) ? String(details.name) : "";
    passed += passedBytes(event);
    if (name !== "" && type.endsWith("StateEntered")) {
      state = { ...none, name, since: time };
      drawn = 0;
    } else if (event.type === "MapStateStarted") {
      state.items = event.details.length ?? 0;
    } else if (type === "MapIterationSucceeded") {
      state.done += 1;
      if (live === undefined && isQuarter(state)) stream.write(`${line(progress())}\n`);
    } else if (name !== "" && type.endsWith("StateExited")) {
      const items = state.items === 0 ? "" : `${count(state.items)} items`;
      live?.clear();
      stream.write(`${line(`${seconds(time - state.since).padStart(6)}  ${items}`)}\n`);
      state = none;
    }
    if (state === none || time - drawn < REDRAW) return;
    drawn = time;
    live?.(line(progress()));
  };
}

/** Bytes of what a state was given, or gave. */
function passedBytes({ type, details }: HistoryEvent): number {
  const passed =
    (type.endsWith("StateEntered") && "input" in details && details.input) ||
    (type.endsWith("StateExited") && "output" in details && details.output);
  return passed === false ? 0 : Buffer.byteLength(JSON.stringify(passed ?? null));
}

/** Whether another quarter of all is done with the latest item, but for the last. */
function isQuarter({ done, items }: { done: number; items: number }): boolean {
  return done < items && Math.floor((4 * done) / items) > Math.floor((4 * (done - 1)) / items);
}
