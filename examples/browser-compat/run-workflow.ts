import type { HistoryEvent, StepFunctions } from "sfn-task-tools/execution";
import { machine } from "./workflow.js";

export interface RunOptions {
  /** The IAM role that the state machine works as. */
  readonly roleArn: string;
  /** Is told each event of the execution as it happens. */
  readonly onEvent?: (event: HistoryEvent) => void;
  readonly signal?: AbortSignal;
}

/** Registers the state machine, here or on AWS, starts an execution, and follows it to its end. */
export async function runWorkflow(
  stepFunctions: StepFunctions,
  input: { readonly flag: "on" | "off" },
  { roleArn, onEvent, signal }: RunOptions,
) {
  await stepFunctions.register(machine, { roleArn, signal });
  const execution = await stepFunctions.start(machine, input, { signal });
  const history: HistoryEvent[] = [];
  for await (const event of execution.follow({ signal })) {
    history.push(event);
    onEvent?.(event);
  }
  return { history, ...(await execution.describe({ signal })) };
}
