import type { Run } from "../engine/index.js";
import type { StatesApi } from "./api.js";
import { startRun, toStart } from "./executions.js";
import { operationOf } from "./operations.js";
import { redriveOf } from "./redrive.js";
import { redriveExecution } from "./redrive-execution.js";

/** The way in which Tasks start executions: with the API's checks, without its wire. */
export function nestedExecutions(api: StatesApi) {
  return {
    start({
      stateMachineArn,
      name,
      input,
      parentArn,
    }: {
      stateMachineArn: string;
      name?: string;
      input: string;
      parentArn: string;
    }): Run {
      const parent = api.engine.find(parentArn);
      return startRun(api, { ...toStart(api, stateMachineArn), name, input, parent });
    },
    async redrive(arn: string): Promise<Run | undefined> {
      const run = api.engine.find(arn);
      if (run === undefined) return undefined;
      return (await redriveExecution(api, run)) === undefined ? run : undefined;
    },
    redriveOf: (run: Run) => redriveOf(api, run),
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
