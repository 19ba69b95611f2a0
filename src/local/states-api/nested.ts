import { createHash } from "node:crypto";
import type { Run } from "../engine/index.js";
import type { NestedRequest } from "../resources/index.js";
import type { StatesApi } from "./api.js";
import { runArn, startRun, toStart } from "./executions.js";
import { operationOf } from "./operations.js";
import { redriveOf } from "./redrive.js";
import { redriveExecution } from "./redrive-execution.js";

/** The way in which Tasks start executions: with the API's checks, without its wire. */
export function nestedExecutions(api: StatesApi) {
  return {
    start({ stateMachineArn, name, input, parentArn, key }: NestedRequest): Run {
      const parent = api.engine.find(parentArn);
      const asked = toStart(api, stateMachineArn);
      // The task may be begun once more, by another process: it finds what it started then.
      const runName = name ?? uuidOf(key);
      const arn = name === undefined ? runArn(api, asked.named.machine, runName) : "";
      return api.engine.find(arn) ?? startRun(api, { ...asked, name: runName, input, parent });
    },
    async redrive(arn: string, key: string): Promise<Run | undefined> {
      const run = api.engine.find(arn);
      // Another process may have redriven it for the same task, however long ago.
      if (run === undefined || run.redriveTokens.some(({ token }) => token === key)) return run;
      return (await redriveExecution(api, run, key)) === undefined ? run : undefined;
    },
    redriveOf: (run: Run) => redriveOf(api, run),
    find: (arn: string) => api.engine.find(arn),
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
