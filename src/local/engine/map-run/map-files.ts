import type { JsonValue } from "../../../shared/json.js";
import { sizeOf } from "../dataflow/text.js";
import { LIMITS } from "../limits.js";
import type { Run } from "../run.js";
import { TaskFailure } from "../task/resource.js";
import { fileOf, manifestOf, outcomeOf, pendingRecord } from "./map-results.js";
import type { Count, MapRun, ResultKind, Results } from "./map-run-document.js";

/** One file of results, and whose they are. */
export interface MapFile {
  readonly kind: ResultKind | "manifest";
  readonly key: string;
  readonly text: string;
  readonly counted: Count;
}

type FindRun = (arn: string) => Run | undefined;

/** The file that is to be written next: what succeeded, what did not begin, what failed, and the manifest last. */
export function nextFile(mapRun: MapRun, results: Results, find: FindRun): MapFile {
  const { unwritten, pending, failedWritten } = results;
  if (unwritten.length > 0) {
    const children = first(unwritten, ({ bytes }) => bytes);
    return file(mapRun, results, "SUCCEEDED", {
      values: children.flatMap(({ arn }) => outcomeOf(found(find, arn), mapRun.format).values),
      counted: countOf(children),
    });
  }
  if (pending.length > 0) {
    const children = first(pending, (child) => sizeOf(child.input));
    return file(mapRun, results, "PENDING", {
      values: children.map(pendingRecord),
      counted: countOf(children),
    });
  }
  const failed = Object.values(mapRun.unsuccessful).slice(failedWritten.executions);
  if (failed.length > 0) {
    const runs = failed.slice(0, LIMITS.resultFileRecords).map((arn) => found(find, arn));
    const children = first(runs, (run) => outcomeOf(run, mapRun.format).bytes);
    return file(mapRun, results, "FAILED", {
      values: children.flatMap((run) => outcomeOf(run, mapRun.format).values),
      counted: countOf(children.map(({ itemCount = 1 }) => ({ items: itemCount }))),
    });
  }
  const counted = { executions: 0, items: 0 };
  const key = `${results.folder}/manifest.json`;
  return { kind: "manifest", key, text: manifestOf(mapRun, results), counted };
}

/** Takes down that a file was written; returns the ARNs of the children that need not be kept for it any more. */
export function wrote(mapRun: MapRun, { kind, key, text, counted }: MapFile): readonly string[] {
  const { results } = mapRun;
  if (results === undefined) return [];
  if (kind === "manifest") {
    results.done = true;
    return [];
  }
  results.files[kind].push({ key, size: Buffer.byteLength(text) });
  const { executions } = counted;
  if (kind === "PENDING") {
    const children = results.pending.splice(0, executions);
    for (const { input } of children) results.pendingBytes -= sizeOf(input);
    add(results.pendingWritten, counted);
    return [];
  }
  add(results.written, counted);
  if (kind === "FAILED") {
    add(results.failedWritten, counted);
    return [];
  }
  const children = results.unwritten.splice(0, executions);
  for (const { bytes } of children) results.unwrittenBytes -= bytes;
  return children.map(({ arn }) => arn);
}

function file(
  { format }: MapRun,
  { folder, files }: Results,
  kind: ResultKind,
  { values, counted }: { values: readonly JsonValue[]; counted: Count },
): MapFile {
  const extension = format.outputType === "JSONL" ? "jsonl" : "json";
  const key = `${folder}/${kind}_${files[kind].length}.${extension}`;
  return { kind, key, text: fileOf(values, format), counted };
}

/** As many as go into one file, and one at least. */
function first<Child>(children: readonly Child[], bytesOf: (child: Child) => number): Child[] {
  const taken: Child[] = [];
  let bytes = 0;
  for (const child of children) {
    if (taken.length === LIMITS.resultFileRecords || bytes >= LIMITS.resultFileBytes) break;
    taken.push(child);
    bytes += bytesOf(child);
  }
  return taken;
}

function countOf(children: readonly { readonly items: number }[]): Count {
  return {
    executions: children.length,
    items: children.reduce((sum, { items }) => sum + items, 0),
  };
}

function add(sum: Count, { executions, items }: Count): void {
  sum.executions += executions;
  sum.items += items;
}

function found(find: FindRun, arn: string): Run {
  const run = find(arn);
  if (run !== undefined) return run;
  const cause = `The child execution ${arn} ended, and its result was lost before it was written.`;
  throw new TaskFailure({ error: "States.ResultWriterFailed", cause });
}
