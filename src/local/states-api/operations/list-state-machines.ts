import type { Operation } from "../api.js";
import { pageOf } from "../paging.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export const listStateMachines: Operation = (api, input) => {
  const { items, nextToken } = pageOf(input, api.machines.list(), {
    of: "ListStateMachines",
    keyOf: ({ arn }) => arn,
  });
  const stateMachines = items.map(({ arn, name, type, createdAt }) => ({
    stateMachineArn: arn,
    name,
    type,
    creationDate: seconds(createdAt),
  }));
  return { stateMachines, nextToken };
};
