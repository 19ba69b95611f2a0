import { mapRunCounts } from "../../engine/index.js";
import type { Operation } from "../api.js";
import { mapRunIn } from "../map-runs.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun: Operation = (api, input) => {
  const { run, mapRun } = mapRunIn(api, input);
  const { arn, status, startedAt, stoppedAt, limits, redrives, redrivenAt } = mapRun;
  return {
    mapRunArn: arn,
    executionArn: run.arn,
    status,
    startDate: seconds(startedAt),
    stopDate: stoppedAt === undefined ? undefined : seconds(stoppedAt),
    ...limits,
    itemCounts: mapRunCounts(mapRun, "items"),
    executionCounts: mapRunCounts(mapRun, "executions"),
    redriveCount: redrives,
    redriveDate: redrivenAt === undefined ? undefined : seconds(redrivenAt),
  };
};
