import { parseText, sizeOf } from "../dataflow/text.js";
import { tell } from "../history/history.js";
import type { ChildStatus, MapRun } from "../map-run/map-run-document.js";
import type { Run } from "../run.js";
import { whyNotRedrivable } from "./redrivable.js";

/** What a redrive needs to know beside the run. */
export interface Redriving {
  readonly now: number;
  /** A child of a distributed Map. */
  readonly find: (arn: string) => Run | undefined;
}

/**
 * Takes a distributed Map that failed or was aborted back to work: the children that were not
 * successful wait to be redriven, those of EXPRESS to be started once more, and its items are read
 * on from those that no child has had: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html.
 */
export function redriveMapRun(run: Run, mapRun: MapRun, { now, find }: Redriving): void {
  mapRun.status = "RUNNING";
  mapRun.redrives += 1;
  mapRun.redrivenAt = now;
  mapRun.resumed = [];
  mapRun.notRedrivable = { executions: 0, items: 0 };
  delete mapRun.stoppedAt;
  delete mapRun.failure;
  readOn(mapRun);
  writeAnew(mapRun);
  for (const [index, arn] of Object.entries(mapRun.unsuccessful)) {
    const child = find(arn);
    if (child === undefined || !isRedrivable(child, now)) leave(mapRun, child);
    else {
      delete mapRun.unsuccessful[index];
      forgetOutput(mapRun, index);
      wait(mapRun, Number(index), child);
    }
  }
  tell(run, now, mapRun.started, "MapRunRedriven", {
    mapRunRedrivenEventDetails: { mapRunArn: mapRun.arn, redriveCount: mapRun.redrives },
  });
}

/** Children begin in the order of the source, so it is known where the first item is that none has had. */
function readOn(mapRun: MapRun): void {
  mapRun.taken = mapRun.begunItems;
  mapRun.exhausted = false;
  mapRun.read = [];
  mapRun.batch = [];
  mapRun.ready = [];
}

/** The files of what failed and of what did not begin are written again, by what becomes of it now. */
function writeAnew({ results }: MapRun): void {
  if (results === undefined) return;
  results.done = false;
  results.files.FAILED.length = 0;
  results.files.PENDING.length = 0;
  results.pending = [];
  results.pendingBytes = 0;
  results.pendingWritten = { executions: 0, items: 0 };
  results.written.executions -= results.failedWritten.executions;
  results.written.items -= results.failedWritten.items;
  results.failedWritten = { executions: 0, items: 0 };
}

/** One that its Map left may have succeeded after all: the Map only has to learn it. */
function isRedrivable(child: Run, now: number): boolean {
  const { status, type } = child;
  if (status === "SUCCEEDED" || type === "EXPRESS") return true;
  return whyNotRedrivable(child, now) === undefined;
}

/** What was told of its failure. */
function forgetOutput(mapRun: MapRun, index: string): void {
  for (const value of mapRun.outputs[index] ?? []) mapRun.outputBytes -= sizeOf(value) + 1;
  delete mapRun.outputs[index];
}

function leave({ notRedrivable }: MapRun, child: Run | undefined): void {
  notRedrivable.executions += 1;
  notRedrivable.items += child?.itemCount ?? 1;
}

function wait({ ended, redriving }: MapRun, index: number, child: Run): void {
  const items = child.itemCount ?? 1;
  const was = statusOf(child, ended);
  ended[was].executions -= 1;
  ended[was].items -= items;
  const { arn: from, inputText } = child;
  redriving.push({ index, from, was, input: parseText(inputText), items, ...againOf(child) });
}

function againOf({ status, type, redrives }: Run) {
  if (status === "SUCCEEDED") return { redrives };
  return type === "EXPRESS" ? {} : { redrives: redrives + 1 };
}

/** As what it was counted: what its Map left as it was ending was aborted. */
function statusOf({ status }: Run, ended: MapRun["ended"]): ChildStatus {
  const isCounted = status !== "RUNNING" && status !== "SUCCEEDED" && ended[status].executions > 0;
  return isCounted ? status : "ABORTED";
}
