import { createHash } from "node:crypto";
import type { Run } from "../engine/index.js";
import type { NestedStart } from "../resources/index.js";
import type { StatesApi } from "./api.js";
import { runArn, startRun } from "./executions.js";
import { operationOf } from "./operations.js";

/** The way in which Tasks start executions: with the API's checks, without its wire. */
export function nestedExecutions(api: StatesApi) {
  return {
    start({ stateMachineArn, name, input, key }: NestedStart): Run {
      const named = api.machines.named(stateMachineArn);
      // The task may be begun once more, by another process: it finds what it started then.
      const runName = name ?? uuidOf(key);
      const known =
        name === undefined ? api.engine.find(runArn(api, named.machine, runName)) : undefined;
      return known ?? startRun(api, { named, name: runName, input });
    },
    ended: (arn: string) => api.engine.ended(arn),
    stop: (arn: string) => api.engine.stop(arn, {}),
  };
}

/** The way in which Tasks call any operation of the API. */
export function callStates(api: StatesApi) {
  return async (
    operation: string,
    input: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<object> => operationOf(api, operation)(input, signal);
}

/** A name as the service makes them, always the same for a text. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
