import type { HistoryEvent } from "../history-event.js";
import { type Frame, historyTree, type Line } from "./history-tree.js";
import { type FormatHistoryOptions, tellEvent } from "./tell-event.js";

/**
 * The events of an execution as text: a line for each, with the seconds since the start, indented
 * by the state, branch or iteration that it happens in, with durations and attempts. What runs side
 * by side stands one below the other.
 */
export function formatHistory(
  events: readonly HistoryEvent[],
  options: FormatHistoryOptions = {},
): string {
  const ordered = events.toSorted((one, other) => one.id - other.id);
  const root = historyTree(ordered);
  const start = root.since.getTime();
  const offset = ({ timestamp }: HistoryEvent) =>
    ((timestamp.getTime() - start) / 1_000).toFixed(3);
  const timeWidth = Math.max(...ordered.map((event) => offset(event).length));
  const idWidth = Math.max(...ordered.map(({ id }) => String(id).length)) + 2;

  const tell = ({ line, depth }: Placed): string => {
    const indent = "  ".repeat(depth);
    if (typeof line === "string") return `${" ".repeat(timeWidth + idWidth + 4)}${indent}${line}`;
    const time = offset(line.event).padStart(timeWidth);
    const id = `[${line.event.id}]`.padStart(idWidth);
    return `${time}  ${id}  ${indent}${tellEvent(line, options)}`;
  };
  return [...placed(root, 0)].map(tell).join("\n");
}

interface Placed {
  /** A text stands for what has no event of its own. */
  readonly line: Line | string;
  readonly depth: number;
}

/** @param depth of the frame's first and last line; what happens within stands one further in. */
function* placed(frame: Frame, depth: number): Generator<Placed> {
  const within = frame.kind === "execution" ? depth : depth + 1;
  let branches = 0;
  for (const child of frame.children) {
    if ("event" in child) {
      yield { line: child, depth: child.isEdge ? depth : within };
      continue;
    }
    if (child.kind === "branch") {
      branches += 1;
      yield { line: `branch ${branches}, from ${child.name}`, depth: within };
    }
    yield* placed(child, within);
  }
}
