import type { Operation } from "../api.js";
import { requiredText } from "../members.js";
import { pageOf } from "../paging.js";
import { seconds } from "../time.js";

/** The newest first: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html. */
export const listStateMachineVersions: Operation = (api, input) => {
  const machine = api.machines.machine(
    requiredText(input, "stateMachineArn", { min: 1, max: 256 }),
  );
  const { items, nextToken } = pageOf(input, machine.versions.toReversed(), {
    of: "ListStateMachineVersions",
    keyOf: ({ arn }) => arn,
  });
  const stateMachineVersions = items.map(({ arn, createdAt }) => ({
    stateMachineVersionArn: arn,
    creationDate: seconds(createdAt),
  }));
  return { stateMachineVersions, nextToken };
};
