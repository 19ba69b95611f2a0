import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { resultTooLarge } from "./data-too-large.js";
import { tell } from "./history.js";
import { batchOf, fillBatches } from "./item-batcher.js";
import { LIMITS } from "./limits.js";
import { aboutBytes, fileOf, fillsFile, isBehind, outcomeOf } from "./map-results.js";
import type {
  ChildInput,
  Count,
  ItemsOrigin,
  MapRun,
  ResultFormat,
  SourceItem,
} from "./map-run-document.js";
import type { State } from "./program.js";
import type { Branch, Failure, Run } from "./run.js";
import { arrayOf, sizeOf } from "./text.js";

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

/** Whether the Map could do with more of its items. */
export function wantsItems({ exhausted, read, ready, failure, results }: MapRun): boolean {
  if (exhausted || read.length > 0 || ready.length > LIMITS.itemsAhead / 2) return false;
  return failure === undefined || (results !== undefined && !isBehind(results));
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

/** Puts what ItemSelector made of the items that were read into the inputs of children; false when one is too large. */
export function takeInputs(mapRun: MapRun, selected: readonly JsonValue[]): boolean {
  const { batches } = mapRun;
  mapRun.read = [];
  let inputs: readonly ChildInput[];
  if (batches === undefined) inputs = selected.map((input) => ({ input, items: 1 }));
  else {
    const { full, rest, add } = fillBatches(batches, mapRun.batch);
    for (const item of selected) add(item);
    mapRun.batch = rest;
    inputs = full;
  }
  mapRun.ready.push(...inputs);
  return inputs.every(({ input }) => sizeOf(input) <= LIMITS.dataBytes);
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

/** A child has ended, unless its Map has left it by then, or has begun it once more. */
export function childEnded(mapRun: MapRun, index: number, child: Run): void {
  const active = mapRun.active[index];
  const { arn, status, redrives } = child;
  if (active?.arn !== arn || redrives < (active.redrives ?? 0) || status === "RUNNING") return;
  delete mapRun.active[index];
  move(active, mapRun.running, -1);
  move(active, mapRun.ended[status], 1);
  if (status !== "SUCCEEDED") mapRun.unsuccessful[index] = active.arn;
  const { results } = mapRun;
  if (results === undefined) keepOutput(mapRun, index, child);
  else if (status === "SUCCEEDED") {
    const bytes = aboutBytes(child, mapRun.format);
    results.unwritten.push({ arn: active.arn, items: active.items, bytes });
    results.unwrittenBytes += bytes;
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

/** The ARN of a Map's run. */
export function mapRunArn(run: Run, label: string): string {
  return `${prefixOf(run)}:mapRun:${run.machine.name}/${label}:${randomUUID()}`;
}

function readList(mapRun: MapRun, list: ItemList): void {
  const first = mapRun.taken;
  mapRun.read = itemsOf(list, first, first + LIMITS.itemsAhead);
  mapRun.taken += mapRun.read.length;
  mapRun.exhausted = mapRun.taken === list.values.length;
}

/** Some items of a list: from one index, up to another. */
export function itemsOf({ values, keys }: ItemList, from = 0, to = values.length): SourceItem[] {
  return values.slice(from, to).map((value, at) => {
    const key = keys?.[from + at];
    return { value, source: "STATE_DATA", ...(key === undefined ? {} : { key }) };
  });
}

type ItemList = Extract<ItemsOrigin, { kind: "list" }>;

/** What is left for the last batch, when there are no more items. */
export function closeLastBatch(mapRun: MapRun): void {
  const { exhausted, read, batch, batches } = mapRun;
  if (batches === undefined || !exhausted || read.length > 0 || batch.length === 0) return;
  mapRun.ready.push(batchOf(batches, batch));
  mapRun.batch = [];
}

function beginChildren(run: Run, mapRun: MapRun): boolean {
  const { ready, active, limits, results } = mapRun;
  const most = LIMITS.distributedConcurrency;
  const width = Math.min(limits.maxConcurrency || most, most);
  const room = results !== undefined && isBehind(results) ? 0 : width - mapRun.running.executions;
  const resumed = resumeChildren(run, mapRun, Math.max(0, room));
  const children = ready.splice(0, Math.max(0, room - resumed));
  for (const child of children) {
    active[mapRun.begun] = { arn: childArn(run, mapRun), ...child };
    mapRun.begun += 1;
    mapRun.begunItems += child.items;
    move(child, mapRun.running, 1);
  }
  return resumed + children.length > 0;
}

/** Those that failed before go first; returns how many there are. */
function resumeChildren(run: Run, mapRun: MapRun, room: number): number {
  const children = mapRun.redriving.splice(0, room);
  for (const { index, from, redrives, input, items } of children) {
    const again = redrives === undefined ? {} : { redrives };
    const arn = redrives === undefined ? childArn(run, mapRun) : from;
    mapRun.active[index] = { arn, input, items, ...again };
    mapRun.resumed.push(index);
    move({ input, items }, mapRun.running, 1);
  }
  return children.length;
}

/** What has failed begins no child any more; with a ResultWriter it tells which it would have begun. */
function setAside(mapRun: MapRun): boolean {
  const { results } = mapRun;
  if (results === undefined || mapRun.ready.length === 0) return false;
  for (const child of mapRun.ready.splice(0)) {
    results.pending.push(child);
    results.pendingBytes += sizeOf(child.input);
  }
  return true;
}

/** A share of a hundred is one of all items, so it is looked at when all of them are known. */
function isIntolerable({ ended, limits, source, exhausted, taken }: MapRun): boolean {
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = limits;
  const failed = ended.FAILED.items + ended.TIMED_OUT.items + ended.ABORTED.items;
  if (failed === 0) return false;
  if (count === 0 && percentage === 0) return true;
  const total = source.kind === "list" ? source.values.length : exhausted ? taken : undefined;
  const isTooGreat = percentage > 0 && total !== undefined && (100 * failed) / total > percentage;
  return (count > 0 && failed > count) || isTooGreat;
}

function abortChildren(mapRun: MapRun): void {
  for (const [index, child] of Object.entries(mapRun.active)) {
    mapRun.unsuccessful[index] = child.arn;
    move(child, mapRun.ended.ABORTED, 1);
    move(child, mapRun.running, -1);
  }
  mapRun.active = {};
  mapRun.resumed = [];
  for (const child of mapRun.redriving.splice(0)) {
    mapRun.unsuccessful[child.index] = child.from;
    move(child, mapRun.ended[child.was], 1);
  }
}

/** Keeps what a child gives to the state's result, as long as that may be one. */
function keepOutput(mapRun: MapRun, index: number, child: Run): void {
  const outcome = outcomeOf(child, mapRun.format);
  mapRun.outputBytes += outcome.bytes;
  if (mapRun.outputBytes > LIMITS.dataBytes) mapRun.outputs = {};
  else mapRun.outputs[index] = outcome.values;
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

function move({ items }: ChildInput, count: Count, by: 1 | -1): void {
  count.executions += by;
  count.items += by * items;
}

function childArn(run: Run, { label, childType }: MapRun): string {
  const machine = `${run.machine.name}/${label}`;
  const name = randomUUID();
  return childType === "EXPRESS"
    ? `${prefixOf(run)}:express:${machine}:${name}:${randomUUID()}`
    : `${prefixOf(run)}:execution:${machine}:${name}`;
}

function prefixOf({ arn }: Run): string {
  return arn.split(":", 5).join(":");
}
