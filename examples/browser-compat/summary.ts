import { type HistoryEvent, summarizeHistory } from "sfn-task-tools/execution";
import { entriesOf } from "./browser-support.js";
import { bytes, count, seconds } from "./figures.js";
import { plainWriteUnits } from "./plain-write-units.js";
import type { Usage } from "./usage.js";

/** Bytes that a state may have as input or output: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const STATE_LIMIT = 262_144;

/** What was measured of a run. */
export interface Measured {
  readonly history: readonly HistoryEvent[];
  readonly usage: Usage;
  /** In the bucket. */
  readonly objects: number;
  readonly milliseconds: number;
}

/** What each state did, as a table. */
export function formatStates(history: readonly HistoryEvent[]): string {
  const rows = summarizeHistory(history).map((state) => [
    state.name,
    count(state.visits),
    seconds(state.milliseconds / state.visits),
    bytes(state.inputBytes),
    bytes(state.outputBytes),
    bytes(state.largestBytes),
  ]);
  return [["State", "visits", "time each", "bytes in", "bytes out", "at most"], ...rows]
    .map(
      ([name = "", ...cells]) =>
        `  ${name.padEnd(14)}${cells.map((cell) => cell.padStart(12)).join("")}`,
    )
    .join("\n");
}

/** The run in numbers, beside what its data takes in rows of plain text. */
export async function formatSummary(run: Measured): Promise<string> {
  const { history, usage, objects, milliseconds } = run;
  const states = summarizeHistory(history);
  const passed = states.reduce((sum, state) => sum + state.inputBytes + state.outputBytes, 0);
  const largest = Math.max(...states.map((state) => state.largestBytes));

  const { default: data } = await import("@mdn/browser-compat-data/forLegacyNode");
  const apis = entriesOf(data.api);
  // A rating is less than a KiB, one unit in either layout.
  const plainUnits = plainWriteUnits([...apis, data.css, data.javascript]) + apis.length;

  const rows = {
    items: `${count(apis.length)} web APIs in a list, CSS and JavaScript as one item each`,
    data: `${count(usage.keptBytes)} bytes kept as state data`,
    state: `${count(passed)} bytes through the states, ${count(largest)} at most at once (limit ${count(STATE_LIMIT)})`,
    "write units": `${count(usage.writeUnits)}, where rows of plain text take ${count(plainUnits)}`,
    requests: `${count(usage.requests)} to DynamoDB and S3 in ${count(usage.calls)} calls, ${count(usage.retries)} of them sent again`,
    "S3 objects": count(objects),
    time: seconds(milliseconds),
  };
  return Object.entries(rows)
    .map(([label, text]) => `  ${label.padEnd(13)}${text}`)
    .join("\n");
}
