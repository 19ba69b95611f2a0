import type { MapRun } from "./map-run-document.js";

type Facts = Pick<
  MapRun,
  | "arn"
  | "label"
  | "childType"
  | "definition"
  | "started"
  | "startedAt"
  | "source"
  | "batches"
  | "format"
  | "limits"
  | "results"
>;

/** A distributed Map that has read nothing yet. */
export function newMapRun(facts: Facts): MapRun {
  const none = () => ({ executions: 0, items: 0 });
  return {
    ...facts,
    status: "RUNNING",
    taken: 0,
    exhausted: false,
    read: [],
    batch: [],
    ready: [],
    begun: 0,
    begunItems: 0,
    active: {},
    running: none(),
    ended: { SUCCEEDED: none(), FAILED: none(), TIMED_OUT: none(), ABORTED: none() },
    unsuccessful: {},
    kept: 0,
    redrives: 0,
    redriving: [],
    resumed: [],
    notRedrivable: none(),
    outputs: {},
    outputBytes: 1,
  };
}
