import type { StatesApi } from "./api.js";
import type { Machine } from "./machines.js";

/** Removes a machine that is DELETING, and its tags, once the last of its executions has ended. */
export function removeWhenEnded(api: StatesApi, { arn }: Machine): void {
  const running = api.engine
    .runs()
    .filter((run) => run.machine.arn === arn && run.status === "RUNNING");
  void Promise.all(running.map((run) => api.engine.ended(run.arn))).then(() => {
    api.machines.remove(arn);
    api.tags.delete(arn);
  });
}
