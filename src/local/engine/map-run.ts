import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { tell } from "./history.js";
import type { State } from "./program.js";
import type { Branch, Failure, MapRun, Run } from "./run.js";
import { arrayOf } from "./text.js";

/** Begins children while there is room, and ends the Map when all have ended, or too many failed. */
export function advanceMapRun(
  run: Run,
  branch: Branch,
  state: State,
  mapRun: MapRun,
  now: () => number,
): boolean {
  const { inputs, active } = mapRun;
  if (inputs === undefined) return false;
  if (isIntolerable(mapRun, inputs.length)) {
    failMapRun(run, branch, mapRun, now(), {
      error: "States.ExceedToleratedFailureThreshold",
      cause: "The specified tolerated failure threshold was exceeded",
    });
    return true;
  }
  let moved = false;
  while (active.length < mapRun.width && mapRun.begun < inputs.length) {
    active.push({ index: mapRun.begun, arn: childArn(run, mapRun) });
    mapRun.begun += 1;
    moved = true;
  }
  if (mapRun.ended < inputs.length) return moved;
  const succeeded = tell(run, now(), mapRun.started, "MapRunSucceeded");
  tell(run, now(), succeeded, `${state.type}StateSucceeded`);
  branch.last = mapRun.started;
  const outputs = mapRun.outputs.filter((output) => output !== undefined); // of those that failed there is none
  branch.visit.stage = { at: "result", result: arrayOf(outputs) };
  return true;
}

/** The items could not be read, or too many children failed. */
export function failMapRun(
  run: Run,
  branch: Branch,
  mapRun: MapRun,
  now: number,
  failure: Failure,
): void {
  branch.last = tell(run, now, mapRun.started, "MapRunFailed", {
    mapRunFailedEventDetails: failure,
  });
  const names = failure.error === undefined ? [] : [failure.error];
  branch.visit.stage = { at: "failure", failure, names };
}

/** A child has ended. */
export function childEnded(mapRun: MapRun, arn: string, output: JsonValue | undefined): void {
  const at = mapRun.active.findIndex((child) => child.arn === arn);
  const [child] = at < 0 ? [] : mapRun.active.splice(at, 1);
  if (child === undefined) return;
  mapRun.ended += 1;
  if (output === undefined) mapRun.failed += 1;
  else mapRun.outputs[child.index] = output;
}

function isIntolerable({ failed, tolerated }: MapRun, total: number): boolean {
  if (failed === 0) return false;
  if (tolerated.count === 0 && tolerated.percentage === 0) return true;
  const tooMany = tolerated.count > 0 && failed > tolerated.count;
  const tooGreat = tolerated.percentage > 0 && (100 * failed) / total > tolerated.percentage;
  return tooMany || tooGreat;
}

function childArn(run: Run, { label }: MapRun): string {
  const [arn, partition, service, region, account] = run.arn.split(":");
  const prefix = [arn, partition, service, region, account].join(":");
  return `${prefix}:execution:${run.machine.name}/${label}:${randomUUID()}`;
}

/** The ARN of a Map's run. */
export function mapRunArn(run: Run, label: string): string {
  const [arn, partition, service, region, account] = run.arn.split(":");
  return `${[arn, partition, service, region, account].join(":")}:mapRun:${run.machine.name}/${label}:${randomUUID()}`;
}
