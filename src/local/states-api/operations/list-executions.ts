import type { Run } from "../../engine/index.js";
import { startable } from "../aliases.js";
import type { Operation, StatesApi } from "../api.js";
import { refuse } from "../exceptions.js";
import { answeredName } from "../executions.js";
import { findMapRun } from "../map-runs.js";
import { text, word } from "../members.js";
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

/**
 * The newest first, of a state machine or of a Map Run: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html.
 */
export const listExecutions: Operation = (api, input) => {
  const status = word(input, "statusFilter", STATUSES);
  const machineArn = text(input, "stateMachineArn", { min: 1, max: 256 });
  const mapRunArn = text(input, "mapRunArn", { min: 1, max: 2000 });
  const belongs = mapRunArn === undefined ? ofMachine(api, machineArn) : ofMapRun(api, mapRunArn);
  if (mapRunArn !== undefined && machineArn !== undefined) {
    throw refuse.validation("Exactly one of stateMachineArn and mapRunArn must be given");
  }
  if (mapRunArn === undefined && status === "PENDING_REDRIVE") {
    throw refuse.validation("The statusFilter PENDING_REDRIVE needs a mapRunArn");
  }
  if (mapRunArn === undefined && input.redriveFilter !== undefined) {
    throw refuse.validation("The redriveFilter needs a mapRunArn");
  }
  const isRedriven = word(input, "redriveFilter", ["REDRIVEN", "NOT_REDRIVEN"]);
  const statusOf = statusesIn(api, mapRunArn);
  const runs = api.engine
    .runs()
    .filter((run) => belongs(run) && (status === undefined || statusOf(run) === status))
    .filter((run) => isRedriven === undefined || run.redrives > 0 === (isRedriven === "REDRIVEN"))
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
    mapRunArn: run.mapRunArn,
    itemCount: run.itemCount,
    name: answeredName(run),
    status: statusOf(run),
    startDate: seconds(run.startedAt),
    stopDate: run.stoppedAt === undefined ? undefined : seconds(run.stoppedAt),
    redriveCount: run.redrives,
    redriveDate: run.redrivenAt === undefined ? undefined : seconds(run.redrivenAt),
  }));
  return { executions, nextToken };
};

function ofMachine(api: StatesApi, arn: string | undefined): (run: Run) => boolean {
  if (arn === undefined) {
    throw refuse.constraint(undefined, "stateMachineArn", "Member must not be null");
  }
  const { machine, version } = startable(api, arn);
  if (machine.type === "EXPRESS") throw refuse.wrongType();
  return (run) =>
    run.machine.arn === machine.arn &&
    run.mapRunArn === undefined &&
    (version === undefined || [run.machine.versionArn, run.machine.aliasArn].includes(arn));
}

/** A child of a Map that was redriven waits for its turn. */
function statusesIn(api: StatesApi, mapRunArn: string | undefined): (run: Run) => string {
  if (mapRunArn === undefined) return ({ status }) => status;
  const { redriving } = findMapRun(api, mapRunArn).mapRun;
  const waiting = new Set(redriving.map(({ from }) => from));
  return ({ arn, status }) => (waiting.has(arn) ? "PENDING_REDRIVE" : status);
}

function ofMapRun(api: StatesApi, arn: string): (run: Run) => boolean {
  findMapRun(api, arn);
  return (run) => run.mapRunArn === arn;
}
