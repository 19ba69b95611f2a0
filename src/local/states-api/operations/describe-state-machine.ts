import type { Operation } from "../api.js";
import { wantsMetadataOnly } from "../included-data.js";
import { requiredText } from "../members.js";
import { seconds } from "../time.js";

/** A machine or a version of one: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html. */
export const describeStateMachine: Operation = (api, input) => {
  const arn = requiredText(input, "stateMachineArn", { min: 1, max: 256 });
  const { machine, version, configuration } = api.machines.named(arn);
  const { program: _, ...settings } = configuration;
  return {
    stateMachineArn: arn,
    name: machine.name,
    status: machine.status,
    type: machine.type,
    creationDate: seconds(version?.createdAt ?? machine.createdAt),
    ...settings,
    ...(wantsMetadataOnly(input) ? { definition: "{}" } : {}),
    revisionId: version === undefined ? machine.revisionId : version.revisionId,
    description: version?.description,
  };
};
