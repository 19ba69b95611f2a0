import { type ResultWriter, StatesError } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Names } from "../moment.js";
import type { StateParts } from "../program/compile-state.js";
import type { ResultFormat, Results } from "./map-run-document.js";

/** What a distributed Map does with the results of its children. */
export interface CompiledWriter {
  readonly format: ResultFormat;
  /** Where the results go; undefined when they are the state's own. */
  readonly destination: ((names: Names, mapRunArn: string) => Promise<Results>) | undefined;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
export function compileWriter(
  writer: ResultWriter | undefined,
  { dataflow }: StateParts,
): CompiledWriter {
  const { Resource, WriterConfig = {} } = writer ?? {};
  const transformation = Resource === undefined ? "COMPACT" : "NONE";
  const format = {
    transformation: WriterConfig.Transformation ?? transformation,
    outputType: WriterConfig.OutputType ?? "JSON",
  };
  if (Resource === undefined) return { format, destination: undefined };
  const within = dataflow.within("ResultWriter");
  const template = within.template("Parameters") ?? within.template("Arguments");
  return {
    format,
    async destination(names, mapRunArn) {
      const parameters = (await template?.(names)) ?? {};
      return resultsAt(parameters as Readonly<Record<string, JsonValue>>, mapRunArn); // validated to be an object
    },
  };
}

function resultsAt(parameters: Readonly<Record<string, JsonValue>>, mapRunArn: string): Results {
  const { Bucket, Prefix = "", ...others } = parameters;
  if (typeof Bucket !== "string" || typeof Prefix !== "string") {
    const cause =
      "The ResultWriter's Bucket, and its Prefix where it has one, must be texts: give both in its Parameters or Arguments.";
    throw new StatesError("States.Runtime", cause);
  }
  const path = Prefix.replace(/\/$/, "");
  const id = mapRunArn.slice(mapRunArn.lastIndexOf(":") + 1);
  return {
    parameters: others,
    bucket: Bucket,
    folder: path === "" ? id : `${path}/${id}`,
    files: { SUCCEEDED: [], FAILED: [], PENDING: [] },
    unwritten: [],
    unwrittenBytes: 0,
    pending: [],
    pendingBytes: 0,
    pendingWritten: { executions: 0, items: 0 },
    written: { executions: 0, items: 0 },
    failedWritten: { executions: 0, items: 0 },
    done: false,
  };
}
