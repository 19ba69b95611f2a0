import { aliasOf } from "../aliases.js";
import type { Operation } from "../api.js";
import { requiredText } from "../members.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export const describeStateMachineAlias: Operation = (api, input) => {
  const arn = requiredText(input, "stateMachineAliasArn", { min: 1, max: 256 });
  const { name, description, routes, createdAt, updatedAt } = aliasOf(api, arn).alias;
  return {
    stateMachineAliasArn: arn,
    name,
    description,
    routingConfiguration: routes,
    creationDate: seconds(createdAt),
    updateDate: seconds(updatedAt),
  };
};
