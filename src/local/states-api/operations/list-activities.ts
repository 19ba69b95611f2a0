import type { Operation } from "../api.js";
import { pageOf } from "../paging.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html */
export const listActivities: Operation = (api, input) => {
  const { items, nextToken } = pageOf(input, api.engine.activities.list(), {
    of: "ListActivities",
    keyOf: ({ arn }) => arn,
  });
  const activities = items.map(({ arn, name, createdAt }) => ({
    activityArn: arn,
    name,
    creationDate: seconds(createdAt),
  }));
  return { activities, nextToken };
};
