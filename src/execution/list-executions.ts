import type { ExecutionStatus } from "../shared/execution-status.js";
import type { SfnSender } from "../shared/sfn-client.js";
import { type CallOptions, Execution } from "./execution.js";
import { allPages } from "./pages.js";

export interface ListExecutionsOptions extends CallOptions {
  /** Only executions that stand so. Default: all. */
  readonly status?: ExecutionStatus | undefined;
}

/** An execution as the list tells it. */
export interface ListedExecution<Output = unknown> {
  readonly execution: Execution<Output>;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: Date;
  /** undefined while it runs. */
  readonly stopDate: Date | undefined;
}

interface SdkExecution {
  executionArn?: string;
  name?: string;
  status?: ExecutionStatus;
  startDate?: Date;
  stopDate?: Date;
}

/** The executions of a STANDARD machine, the latest first. */
export function listExecutions<Output>(
  send: SfnSender,
  machineArn: string,
  { signal, status }: ListExecutionsOptions,
) {
  const ask = async (nextToken: string | undefined) => {
    const page = await send<{ executions?: SdkExecution[]; nextToken?: string }>(
      `the state machine ${machineArn}`,
      ({ ListExecutionsCommand }) =>
        new ListExecutionsCommand({
          stateMachineArn: machineArn,
          statusFilter: status,
          maxResults: 1_000,
          nextToken,
        }),
      signal,
    );
    const items = (page.executions ?? []).map((listed): ListedExecution<Output> => {
      const { executionArn = "", name = "", startDate = new Date(0), stopDate } = listed;
      const execution = new Execution<Output>(executionArn, send);
      return { execution, name, status: listed.status ?? "RUNNING", startDate, stopDate };
    });
    return { items, nextToken: page.nextToken };
  };
  return allPages(ask, signal);
}
