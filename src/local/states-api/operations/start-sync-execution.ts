import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { startRun, toStart } from "../executions.js";
import { wantsMetadataOnly } from "../included-data.js";
import { requiredText, text } from "../members.js";
import { seconds } from "../time.js";

const BILLED_STEP_MS = 100;

/** Answers when the execution has ended: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html. */
export const startSyncExecution: Operation = async (api, input) => {
  const included = !wantsMetadataOnly(input);
  const asked = toStart(api, requiredText(input, "stateMachineArn", { min: 1, max: 256 }));
  if (asked.named.machine.type !== "EXPRESS") throw refuse.wrongType();
  const name = text(input, "name", { min: 1, max: 80 });
  const started = startRun(api, { ...asked, name, input: text(input, "input"), isKept: false });
  const run = await api.engine.ended(started.arn);
  const stoppedAt = run.stoppedAt ?? run.startedAt;
  const steps = Math.max(1, Math.ceil((stoppedAt - run.startedAt) / BILLED_STEP_MS));
  return {
    executionArn: run.arn,
    stateMachineArn: run.machine.versionArn ?? run.machine.arn,
    name: run.name,
    startDate: seconds(run.startedAt),
    stopDate: seconds(stoppedAt),
    status: run.status,
    error: run.error,
    cause: run.cause,
    input: included ? run.inputText : undefined,
    inputDetails: { included },
    output: included ? run.outputText : undefined,
    outputDetails: { included },
    billingDetails: {
      billedMemoryUsedInMB: 64,
      billedDurationInMilliseconds: steps * BILLED_STEP_MS,
    },
  };
};
