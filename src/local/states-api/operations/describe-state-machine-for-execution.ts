import type { Operation } from "../api.js";
import { runOf } from "../executions.js";
import { wantsMetadataOnly } from "../included-data.js";
import { requiredText } from "../members.js";
import { seconds } from "../time.js";

/** The machine as it was when the execution started: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html. */
export const describeStateMachineForExecution: Operation = (api, input) => {
  const run = runOf(api, requiredText(input, "executionArn", { min: 1, max: 256 }));
  const { arn, name, roleArn, definition, settings, revisionId, updatedAt } = run.machine;
  return {
    stateMachineArn: arn,
    name,
    roleArn,
    definition: wantsMetadataOnly(input) ? "{}" : definition,
    updateDate: seconds(updatedAt),
    ...settings,
    revisionId,
    mapRunArn: run.mapRunArn,
  };
};
