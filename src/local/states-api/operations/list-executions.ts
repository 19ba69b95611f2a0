import { startable } from "../aliases.js";
import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { requiredText, word } from "../members.js";
import { pageOf } from "../paging.js";
import { seconds } from "../time.js";

const STATUSES = [
  "SUCCEEDED",
  "TIMED_OUT",
  "PENDING_REDRIVE",
  "ABORTED",
  "FAILED",
  "RUNNING",
] as const;

/** The newest first: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html. */
export const listExecutions: Operation = (api, input) => {
  const status = word(input, "statusFilter", STATUSES);
  const arn = requiredText(input, "stateMachineArn", { min: 1, max: 256 });
  const { machine, version } = startable(api, arn);
  if (machine.type === "EXPRESS") throw refuse.wrongType();
  const runs = api.engine
    .runs()
    .filter((run) => run.machine.arn === machine.arn && run.mapRunArn === undefined)
    .filter(
      ({ machine }) =>
        version === undefined || [machine.versionArn, machine.aliasArn].includes(arn),
    )
    .filter((run) => status === undefined || run.status === status)
    .reverse();
  const { items, nextToken } = pageOf(input, runs, {
    of: "ListExecutions",
    keyOf: (run) => run.arn,
    maxToken: 3096,
  });
  const executions = items.map((run) => ({
    executionArn: run.arn,
    stateMachineArn: run.machine.arn,
    stateMachineVersionArn: run.machine.versionArn,
    stateMachineAliasArn: run.machine.aliasArn,
    name: run.name,
    status: run.status,
    startDate: seconds(run.startedAt),
    stopDate: run.stoppedAt === undefined ? undefined : seconds(run.stoppedAt),
    redriveCount: run.redrives,
    redriveDate: run.redrivenAt === undefined ? undefined : seconds(run.redrivenAt),
  }));
  return { executions, nextToken };
};
