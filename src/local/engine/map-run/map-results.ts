import type { JsonValue } from "../../../shared/json.js";
import { timeText } from "../dataflow/context-object.js";
import { parseText, sizeOf, textOf } from "../dataflow/text.js";
import { LIMITS } from "../limits.js";
import type { Run } from "../run.js";
import type { ChildInput, MapRun, ResultFormat, Results } from "./map-run-document.js";

/** What a child adds to the results: values, since a list that is flattened adds its members. */
export interface Outcome {
  readonly values: readonly JsonValue[];
  /** What they add to the text of a list, commas included. */
  readonly bytes: number;
}

/** What is told of a child that has ended; of one that failed, all: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html. */
export function outcomeOf(child: Run, { transformation }: ResultFormat): Outcome {
  const values = valuesOf(child, transformation);
  return { values, bytes: values.reduce<number>((sum, value) => sum + sizeOf(value) + 1, 0) };
}

/** Bytes of a record beside its input and output. */
const RECORD_BYTES = 700;

/** About the bytes of a child's outcome, without making it. */
export function aboutBytes(child: Run, { transformation }: ResultFormat): number {
  const { inputText, outputText = "" } = child;
  return outputText.length + (transformation === "NONE" ? inputText.length + RECORD_BYTES : 0);
}

function valuesOf(
  child: Run,
  transformation: ResultFormat["transformation"],
): readonly JsonValue[] {
  if (transformation === "NONE" || child.outputText === undefined) return [recordOf(child)];
  const output = parseText(child.outputText);
  return transformation === "FLATTEN" && Array.isArray(output) ? output : [output];
}

/** A child, as DescribeExecution tells of it, in the spelling of integrations. */
function recordOf(child: Run): JsonValue {
  const { error, cause, outputText, startedAt, stoppedAt = startedAt } = child;
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: child.arn,
    Input: child.inputText,
    InputDetails: { Included: true },
    Name: child.name,
    ...(outputText === undefined ? {} : { Output: outputText }),
    OutputDetails: { Included: true },
    RedriveCount: child.redrives,
    ...redriveOf(child),
    StartDate: timeText(startedAt),
    StateMachineArn: child.machine.arn,
    Status: child.status,
    StopDate: timeText(stoppedAt),
  };
}

function redriveOf({ status, type }: Run) {
  if (status !== "SUCCEEDED") {
    return { RedriveStatus: type === "EXPRESS" ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE" };
  }
  return {
    RedriveStatus: "NOT_REDRIVABLE",
    RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  };
}

/** A child that was not begun. */
export function pendingRecord({ input }: ChildInput): JsonValue {
  return { Input: textOf(input), InputDetails: { Included: true }, Status: "PENDING" };
}

/** The text of a file of results. */
export function fileOf(values: readonly JsonValue[], { outputType }: ResultFormat): string {
  if (outputType === "JSONL") return values.map((value) => `${textOf(value)}\n`).join("");
  return `[${values.map(textOf).join(",")}]`;
}

/** The file that tells of the others. */
export function manifestOf({ arn }: MapRun, { bucket, files }: Results): string {
  const listed = ([kind, written]: [string, Results["files"]["FAILED"]]) => [
    kind,
    written.map(({ key, size }) => ({ Key: key, Size: size })),
  ];
  const { FAILED, PENDING, SUCCEEDED } = files;
  return JSON.stringify({
    DestinationBucket: bucket,
    MapRunArn: arn,
    ResultFiles: Object.fromEntries(Object.entries({ FAILED, PENDING, SUCCEEDED }).map(listed)),
  });
}

/** Whether there is enough to be written for a file. */
export function fillsFile(results: Results, files = 1): boolean {
  const { unwritten, unwrittenBytes, pending, pendingBytes } = results;
  return (
    Math.max(unwritten.length, pending.length) >= files * LIMITS.resultFileRecords ||
    Math.max(unwrittenBytes, pendingBytes) >= files * LIMITS.resultFileBytes
  );
}

/** Whether so much is to be written that no more may come. */
export function isBehind(results: Results): boolean {
  return fillsFile(results, 2);
}
