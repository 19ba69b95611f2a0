import type { WorkerEvent } from "../activity/index.js";
import { formatDuration } from "../execution/index.js";
import type { Printer } from "./printer.js";
import { visibleLine } from "./visible.js";

type Said =
  | WorkerEvent
  | {
      readonly type: "worker-started";
      readonly worker: string;
      readonly activities: readonly string[];
    }
  | { readonly type: "worker-stopped"; readonly worker: string };

/** Tells of a worker's events: a line for each, of JSON with --json. */
export function workerLog(print: Printer) {
  let running = 0;
  const say = (event: Said) => {
    if (print.isJson) print.text(JSON.stringify({ time: new Date(), ...event, ...errorOf(event) }));
    else print.text(`${new Date().toISOString().slice(11, 19)}  ${tell(event, print)}`);
  };
  return {
    say,
    /** Tasks that have begun and not ended. */
    running: () => running,
    tell(event: WorkerEvent): void {
      if (event.type === "task-started") running += 1;
      else if (event.type !== "poll-failed") running -= 1;
      say(event);
    },
  };
}

function tell(event: Said, { style }: Printer): string {
  switch (event.type) {
    case "worker-started":
      return `${event.worker} works on ${event.activities.join(", ")}`;
    case "worker-stopped":
      return `${event.worker} has stopped`;
    case "task-started":
      return `${event.activity}  started`;
    case "task-succeeded":
      return `${event.activity}  ${style("green", "succeeded")} after ${formatDuration(event.milliseconds)}`;
    case "poll-failed":
      return `${event.activity}  ${style("yellow", "no task could be asked for")}: ${messageOf(event.error)}`;
    default: {
      const how = event.type.replace("task-", "").replace("-", " ");
      const after = formatDuration(event.milliseconds);
      return `${event.activity}  ${style("red", how)} after ${after}: ${messageOf(event.error)}`;
    }
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return visibleLine(String(error));
  return visibleLine(`${error.name}: ${error.message}`);
}

function errorOf(event: Said): object {
  return "error" in event ? { error: messageOf(event.error) } : {};
}
