import { sleep } from "../shared/poll.js";
import type { TaskReports } from "./task-reports.js";

/**
 * Tells that a task goes on, one heartbeat after the other, until `signal` aborts. Resolves to
 * "lost" as soon as nobody waits for the task any more.
 *
 * @param every milliseconds.
 */
export async function heartbeats(
  reports: TaskReports,
  every: number,
  signal: AbortSignal,
): Promise<"lost" | "over"> {
  for (;;) {
    try {
      await sleep(every, signal);
    } catch {
      return "over";
    }
    try {
      if ((await reports.heartbeat(signal)) === "lost") return "lost";
    } catch {
      // One that fails is left to the next one: there is time for two more.
    }
  }
}
