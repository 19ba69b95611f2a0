import { entriesOf } from "./browser-support.js";
import { STATE_LIMIT, type Traffic } from "./history.js";
import { plainLayout } from "./plain-layout.js";
import type { Usage } from "./usage.js";

/** What was measured of a run. */
export interface Measured {
  readonly traffic: Traffic;
  readonly usage: Usage;
  /** In the bucket. */
  readonly objects: number;
  readonly seconds: number;
}

/** The run in numbers, beside what its data takes in rows of plain text. */
export async function formatSummary(run: Measured): Promise<string> {
  const { default: data } = await import("@mdn/browser-compat-data/forLegacyNode");
  const apis = entriesOf(data.api);
  const collected = plainLayout([...apis, data.css, data.javascript]);
  // A rating is less than a KiB, one unit in either layout.
  const plainUnits = collected.writeUnits + apis.length;
  const rows = {
    items: `${count(apis.length)} web APIs in a list, CSS and JavaScript as one item each`,
    data: `${count(collected.bytes)} bytes kept as state data`,
    state: `${count(run.traffic.total)} bytes through the state machine, ${count(run.traffic.largest)} at most at once (limit ${count(STATE_LIMIT)})`,
    "write units": `${count(run.usage.writeUnits)}, where rows of plain text take ${count(plainUnits)}`,
    requests: `${count(run.usage.requests)} to DynamoDB and S3 in ${count(run.usage.calls)} calls, ${count(run.usage.retries)} of them sent again`,
    "S3 objects": count(run.objects),
    time: `${run.seconds.toFixed(1)} s`,
  };
  return Object.entries(rows)
    .map(([label, text]) => `  ${label.padEnd(13)}${text}`)
    .join("\n");
}

function count(number: number): string {
  return number.toLocaleString("en");
}
