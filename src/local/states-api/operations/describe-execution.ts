import type { Operation } from "../api.js";
import { answeredName, describedRunOf } from "../executions.js";
import { wantsMetadataOnly } from "../included-data.js";
import { requiredText } from "../members.js";
import { redriveOf } from "../redrive.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution: Operation = (api, input) => {
  const run = describedRunOf(api, requiredText(input, "executionArn", { min: 1, max: 256 }));
  const included = !wantsMetadataOnly(input);
  return {
    executionArn: run.arn,
    stateMachineArn: run.machine.arn,
    stateMachineVersionArn: run.machine.versionArn,
    stateMachineAliasArn: run.machine.aliasArn,
    name: answeredName(run),
    status: run.status,
    startDate: seconds(run.startedAt),
    stopDate: run.stoppedAt === undefined ? undefined : seconds(run.stoppedAt),
    input: included ? run.inputText : undefined,
    inputDetails: { included },
    output: included ? run.outputText : undefined,
    outputDetails: run.outputText === undefined ? undefined : { included },
    error: run.error,
    cause: run.cause,
    mapRunArn: run.mapRunArn,
    ...redriveOf(api, run),
  };
};
