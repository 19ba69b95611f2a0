import { InvalidArgumentError as InvalidOption } from "commander";
import type { Activity } from "../../activity/index.js";
import { InvalidArgumentError } from "../../shared/errors.js";
import { type AddCommand, examples } from "../command.js";
import { requireApp, type Session } from "../session.js";
import { workerLog } from "../worker-log.js";

interface Flags {
  readonly concurrency: number;
  readonly drainSeconds: number;
  readonly workerName?: string;
}

/** `worker`: does the work of activities until it is interrupted, then drains. */
export const addWorker: AddCommand = (parent, run) => {
  parent
    .command("worker")
    .description("do the work of the app's activities, until Ctrl-C or SIGTERM; then drain")
    .argument("[activity...]", "names, with or without their group's prefix (default: all)")
    .option("-c, --concurrency <count>", "tasks of each activity at a time", numberOf, 1)
    .option("--drain-seconds <seconds>", "that running tasks have to end", numberOf, 20)
    .option("--worker-name <name>", "which histories show (default: the host's, and eight digits)")
    .addHelpText("after", examples("worker resize --app workflow.ts --concurrency 4"))
    .action(run(work));
};

async function work(session: Session, names: readonly string[], flags: Flags): Promise<void> {
  const { print, signal } = session;
  const app = await requireApp(session, "activities to work on");
  const activities = chosen(app.activities, names);
  const { Worker } = await import("../../activity/index.js");
  const log = workerLog(print);
  const worker = new Worker(activities, {
    client: await session.clients.patientSfn(),
    concurrency: flags.concurrency,
    drainSeconds: flags.drainSeconds,
    onEvent: log.tell,
    ...(flags.workerName === undefined ? {} : { name: flags.workerName }),
  });
  await worker.start({ signal });
  log.say({
    type: "worker-started",
    worker: worker.name,
    activities: activities.map(({ name }) => name),
  });
  const interrupted = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  // It ends by itself when it gives up.
  await Promise.race([interrupted, worker.finished]);
  if (log.running() > 0) {
    print.note(`Draining ${log.running()} running; Ctrl-C again ends at once.`);
  }
  await worker.stop();
  log.say({ type: "worker-stopped", worker: worker.name });
}

/** Those of the names, with or without their prefix. */
function chosen(all: readonly Activity[], names: readonly string[]): readonly Activity[] {
  const known = all.map(({ name }) => name).join(", ");
  if (all.length === 0) {
    throw new InvalidArgumentError(
      "Expected activities to work on, and the app has none. Give defineApp({ activities }).",
    );
  }
  if (names.length === 0) return all;
  return names.map((wanted) => {
    const exact = all.find(({ name }) => name === wanted);
    const ending = all.filter(({ name }) => name.endsWith(wanted));
    const found = exact ?? (ending.length === 1 ? ending[0] : undefined);
    if (found !== undefined) return found;
    const several = ending.length > 1 ? `, and several end so` : "";
    throw new InvalidArgumentError(
      `Expected the name of an activity of the app, one of ${known}, got "${wanted}"${several}.`,
    );
  });
}

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && number >= 0) return number;
  throw new InvalidOption("Expected a number from 0 on.");
}
