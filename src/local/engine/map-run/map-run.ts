import type { JsonValue } from "../../../shared/json.js";
import { resultTooLarge } from "../dataflow/data-too-large.js";
import { arrayOf } from "../dataflow/text.js";
import { tell } from "../history/history.js";
import { LIMITS } from "../limits.js";
import type { State } from "../program/program.js";
import type { Branch, Failure, Run } from "../run.js";
import { fileOf, fillsFile } from "./map-results.js";
import { abortChildren, beginChildren, isIntolerable } from "./map-run-children.js";
import type { MapRun, ResultFormat } from "./map-run-document.js";
import { closeLastBatch, readList, setAside, wantsItems } from "./map-run-items.js";

/** The distributed Map of an ARN; its run has it. */
export function mapRunOf(run: Run, arn: string): MapRun {
  const mapRun = run.mapRuns[arn];
  if (mapRun === undefined) throw new Error(`The run ${run.arn} has no Map Run ${arn}`);
  return mapRun;
}

/** Begins children while there is room, and ends the Map when all have ended, or too many failed. */
export function advanceMapRun(
  run: Run,
  branch: Branch,
  state: State,
  mapRun: MapRun,
  now: () => number,
): boolean {
  if (mapRun.failure === undefined && isIntolerable(mapRun)) {
    failMapRun(run, branch, mapRun, now(), {
      error: "States.ExceedToleratedFailureThreshold",
      cause: "The specified tolerated failure threshold was exceeded",
    });
    return true;
  }
  if (wantsItems(mapRun) && mapRun.source.kind === "list") {
    readList(mapRun, mapRun.source);
    return true;
  }
  closeLastBatch(mapRun);
  const { failure } = mapRun;
  const moved = failure === undefined ? beginChildren(run, mapRun) : setAside(mapRun);
  if (!isOver(mapRun) || mapRun.results?.done === false) return moved;
  if (failure === undefined) succeedMapRun(run, branch, state, mapRun, now());
  else tellFailed(run, branch, mapRun, now(), failure);
  return true;
}

/** Whether there are results to be written now. */
export function wantsWriter(mapRun: MapRun): boolean {
  const { results } = mapRun;
  if (results === undefined || results.done) return false;
  return isOver(mapRun) || fillsFile(results);
}

/** Whether no child runs, and none will: what is left is to write results, if they are written. */
export function isOver(mapRun: MapRun): boolean {
  const { exhausted, read, batch, ready, redriving, running } = mapRun;
  const isRead = exhausted && read.length === 0 && batch.length === 0 && ready.length === 0;
  return isRead && redriving.length === 0 && running.executions === 0;
}

/** The items could not be read, the results not written, or too many children failed. */
export function failMapRun(
  run: Run,
  branch: Branch,
  mapRun: MapRun,
  now: number,
  failure: Failure,
): void {
  abortChildren(mapRun);
  mapRun.failure = failure;
  if (failure.error === "States.ItemReaderFailed") mapRun.exhausted = true;
  const isWritten = mapRun.results === undefined || mapRun.results.done;
  if (isWritten || failure.error === "States.ResultWriterFailed") {
    tellFailed(run, branch, mapRun, now, failure);
  }
}

/** Ends a Map with the children that still run. */
export function endMapRun(mapRun: MapRun, status: "SUCCEEDED" | "FAILED" | "ABORTED", now: number) {
  if (mapRun.status !== "RUNNING") return;
  abortChildren(mapRun);
  mapRun.status = status;
  mapRun.stoppedAt = now;
  // What did not succeed keeps its outputs and its source, from which it could go on.
  if (status !== "SUCCEEDED") return;
  mapRun.outputs = {};
  mapRun.source = { kind: "list", values: [] };
}

function succeedMapRun(run: Run, branch: Branch, state: State, mapRun: MapRun, now: number): void {
  const { results, outputs, outputBytes } = mapRun; // as they are before it ends
  const succeeded = tell(run, now, mapRun.started, "MapRunSucceeded");
  endMapRun(mapRun, "SUCCEEDED", now);
  if (outputBytes > LIMITS.dataBytes) throw resultTooLarge(state.name, succeeded);
  tell(run, now, succeeded, `${state.type}StateSucceeded`);
  branch.last = mapRun.started;
  const result =
    results === undefined
      ? resultOf(Object.values(outputs).flat(), mapRun.format) // whole numbers are in their order
      : {
          MapRunArn: mapRun.arn,
          ResultWriterDetails: {
            Bucket: results.bucket,
            Key: `${results.folder}/manifest.json`,
          },
        };
  branch.visit.stage = { at: "result", result };
}

/** JSON lines are a text also where no file takes them. */
function resultOf(values: readonly JsonValue[], format: ResultFormat): JsonValue {
  return format.outputType === "JSONL" ? fileOf(values, format) : arrayOf(values);
}

function tellFailed(run: Run, branch: Branch, mapRun: MapRun, now: number, failure: Failure): void {
  endMapRun(mapRun, "FAILED", now);
  branch.last = tell(run, now, mapRun.started, "MapRunFailed", {
    mapRunFailedEventDetails: failure,
  });
  const names = failure.error === undefined ? [] : [failure.error];
  branch.visit.stage = { at: "failure", failure, names, mapRunArn: mapRun.arn };
}
