import type { EngineOptions } from "./engine-options.js";
import { MapRuns, type MapRunsOptions } from "./map-run/map-runs.js";
import type { RunnerHost } from "./runner-host.js";
import type { ActivityBoard } from "./task/activity-board.js";
import { OutsideTasks } from "./task/outside-tasks.js";

/** The way back into the engine, for what works outside its runs. */
type EngineDoor = Pick<
  MapRunsOptions,
  "runnerOf" | "start" | "redrive" | "ended" | "forget" | "find"
> &
  Pick<RunnerHost, "keep" | "stopChild"> & {
    readonly activities: ActivityBoard;
    readonly over: RunnerHost["ended"];
  };

/** What runners reach outside their runs: tasks, and the items, results and children of distributed Maps. */
export function engineHost(
  options: EngineOptions,
  { activities, keep, stopChild, over, ...door }: EngineDoor,
): { readonly host: RunnerHost; readonly tasks: OutsideTasks } {
  const { clock, region, resourceOf, items, results } = options;
  const { random = Math.random, mockOf = () => undefined } = options;
  const { runnerOf } = door;
  const tasks = new OutsideTasks({ clock, activities, resourceOf, mockOf, runnerOf });
  const mapRuns = new MapRuns({ clock, items, results, ...door });
  const host: RunnerHost = {
    clock,
    region,
    random,
    now: () => clock.now(),
    hasActivity: (arn) => activities.has(arn),
    beginTask: (run, task, signal) => tasks.begin(run, task, signal),
    readItems: (run, mapRun, signal) => void mapRuns.readItems(run, mapRun, signal),
    writeResults: (run, mapRun, signal) => void mapRuns.writeResults(run, mapRun, signal),
    startChild: (run, mapRun, child) => mapRuns.startChild(run, mapRun, child),
    stopChild,
    keep,
    ended: over,
  };
  return { host, tasks };
}
