import { LIMITS } from "../limits.js";
import type { Run } from "../run.js";
import { aboutBytes, isBehind, outcomeOf } from "./map-results.js";
import { childArn } from "./map-run-arns.js";
import type { ChildInput, Count, MapRun } from "./map-run-document.js";

/** Begins as many children as there is room for; tells whether it did. */
export function beginChildren(run: Run, mapRun: MapRun): boolean {
  const { ready, active, limits, results } = mapRun;
  const most = LIMITS.distributedConcurrency;
  const width = Math.min(limits.maxConcurrency || most, most);
  const room = results !== undefined && isBehind(results) ? 0 : width - mapRun.running.executions;
  const resumed = resumeChildren(run, mapRun, Math.max(0, room));
  const children = ready.splice(0, Math.max(0, room - resumed));
  for (const child of children) {
    active[mapRun.begun] = { arn: childArn(run, mapRun), ...child };
    mapRun.begun += 1;
    mapRun.begunItems += child.items;
    move(child, mapRun.running, 1);
  }
  return resumed + children.length > 0;
}

/** Those that failed before go first; returns how many there are. */
function resumeChildren(run: Run, mapRun: MapRun, room: number): number {
  const children = mapRun.redriving.splice(0, room);
  for (const { index, from, redrives, input, items } of children) {
    const again = redrives === undefined ? {} : { redrives };
    const arn = redrives === undefined ? childArn(run, mapRun) : from;
    mapRun.active[index] = { arn, input, items, ...again };
    mapRun.resumed.push(index);
    move({ input, items }, mapRun.running, 1);
  }
  return children.length;
}

/** A child has ended, unless its Map has left it by then, or has begun it once more. */
export function childEnded(mapRun: MapRun, index: number, child: Run): void {
  const active = mapRun.active[index];
  const { arn, status, redrives } = child;
  if (active?.arn !== arn || redrives < (active.redrives ?? 0) || status === "RUNNING") return;
  delete mapRun.active[index];
  move(active, mapRun.running, -1);
  move(active, mapRun.ended[status], 1);
  if (status !== "SUCCEEDED") mapRun.unsuccessful[index] = active.arn;
  const { results } = mapRun;
  if (results === undefined) keepOutput(mapRun, index, child);
  else if (status === "SUCCEEDED") {
    const bytes = aboutBytes(child, mapRun.format);
    results.unwritten.push({ arn: active.arn, items: active.items, bytes });
    results.unwrittenBytes += bytes;
  }
}

/** Keeps what a child gives to the state's result, as long as that may be one. */
function keepOutput(mapRun: MapRun, index: number, child: Run): void {
  const outcome = outcomeOf(child, mapRun.format);
  mapRun.outputBytes += outcome.bytes;
  if (mapRun.outputBytes > LIMITS.dataBytes) mapRun.outputs = {};
  else mapRun.outputs[index] = outcome.values;
}

/** Leaves the children that run, or wait to be redriven. */
export function abortChildren(mapRun: MapRun): void {
  for (const [index, child] of Object.entries(mapRun.active)) {
    mapRun.unsuccessful[index] = child.arn;
    move(child, mapRun.ended.ABORTED, 1);
    move(child, mapRun.running, -1);
  }
  mapRun.active = {};
  mapRun.resumed = [];
  for (const child of mapRun.redriving.splice(0)) {
    mapRun.unsuccessful[child.index] = child.from;
    move(child, mapRun.ended[child.was], 1);
  }
}

/** A share of a hundred is one of all items, so it is looked at when all of them are known. */
export function isIntolerable({ ended, limits, source, exhausted, taken }: MapRun): boolean {
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = limits;
  const failed = ended.FAILED.items + ended.TIMED_OUT.items + ended.ABORTED.items;
  if (failed === 0) return false;
  if (count === 0 && percentage === 0) return true;
  const total = source.kind === "list" ? source.values.length : exhausted ? taken : undefined;
  const isTooGreat = percentage > 0 && total !== undefined && (100 * failed) / total > percentage;
  return (count > 0 && failed > count) || isTooGreat;
}

function move({ items }: ChildInput, count: Count, by: 1 | -1): void {
  count.executions += by;
  count.items += by * items;
}
