import type { Operation } from "../api.js";
import { runOf } from "../executions.js";
import { requiredText } from "../members.js";
import { pageOf } from "../paging.js";
import { seconds } from "../time.js";

/** Those of one execution, in the order of their starts: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html. */
export const listMapRuns: Operation = (api, input) => {
  const run = runOf(api, requiredText(input, "executionArn", { min: 1, max: 256 }));
  const { items, nextToken } = pageOf(input, Object.values(run.mapRuns), {
    of: "ListMapRuns",
    keyOf: ({ arn }) => arn,
    maxToken: 3096,
  });
  const mapRuns = items.map(({ arn, label, startedAt, stoppedAt }) => ({
    executionArn: run.arn,
    mapRunArn: arn,
    stateMachineArn: `${run.machine.arn}/${label}`,
    startDate: seconds(startedAt),
    stopDate: stoppedAt === undefined ? undefined : seconds(stoppedAt),
  }));
  return { mapRuns, nextToken };
};
